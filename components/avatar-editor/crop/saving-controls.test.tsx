import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DescriptionField } from '../description';
import { reduce, type Source, START, workOf } from '../state-machine';
import { Adjust } from './adjust';
import { BackgroundField } from './background';

const FILE = new File(['…'], 'me.png', { type: 'image/png' });
const source: Source = {
  file: FILE,
  blob: FILE,
  url: 'blob:1',
  stillUrl: null,
  opaque: false,
  crop: null,
  background: '#ffffff',
  tag: null,
};
const picked = reduce(START, { type: 'pick', source, alt: '' });
const cropping = reduce(picked, { type: 'opened', url: 'blob:1', picture: { width: 400, height: 300 }, transparent: true });

const nothing = () => {};

/** Number of workbench controls that look disabled, except its frame and action bar. */
function disabledControls(isSaving: boolean): number {
  const work = workOf(cropping);
  if (!work) throw new Error('Expected a picture in its frame.');
  const markup = renderToStaticMarkup(
    <>
      <Adjust work={work} dispatch={nothing} isDisabled={isSaving} />
      <BackgroundField value={work.background} onChange={nothing} isDisabled={isSaving} />
      <DescriptionField value="Me" onChange={nothing} isKept isReadOnly={isSaving} />
    </>,
  );
  return markup.match(/ aria-disabled="true"| readOnly=""/g)?.length ?? 0;
}

it('every control looks disabled during a save, and none otherwise', () => {
  // Zoom, Straighten, Turn left, Turn right, Reset, Background, Description and its "clear it".
  expect([disabledControls(false), disabledControls(true)]).toEqual([0, 8]);
});
