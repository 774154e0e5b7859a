import { expect, it } from 'vitest';
import { renderPart } from '@/testing/page-texts';
import { DescriptionField } from '../description';
import { type Action, reduce, START, workOf } from '../state-machine';
import type { Source } from '../work';
import { BackgroundField } from './background';
import { Numbers } from './numbers';
import { Tools } from './tools';

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
const opened = reduce(picked, { type: 'opened', url: 'blob:1', picture: { width: 400, height: 300 }, transparent: true });
// So that there is a step to undo and one to redo.
const cropping = ([{ type: 'flip' }, { type: 'fit' }, { type: 'undo' }] satisfies Action[]).reduce(reduce, opened);

const nothing = () => {};

/** Number of workbench controls that look disabled, except its frame and action bar. */
function disabledControls(isSaving: boolean): number {
  const work = workOf(cropping);
  if (!work) throw new Error('Expected a picture in its frame.');
  const markup = renderPart(
    <>
      <Tools work={work} dispatch={nothing} act={nothing} isDisabled={isSaving} />
      <BackgroundField value={work.background} isAround onChange={nothing} isDisabled={isSaving} />
      <Numbers work={work} dispatch={nothing} isDisabled={isSaving} />
      <DescriptionField value="Me" onChange={nothing} isKept isReadOnly={isSaving} />
    </>,
  );
  return markup.match(/ aria-disabled="true"| readOnly=""/g)?.length ?? 0;
}

it('every control looks disabled during a save, and none otherwise', () => {
  // Two sliders, seven tools, three backgrounds and a colour, four numbers, Description and its "clear it".
  expect([disabledControls(false), disabledControls(true)]).toEqual([0, 19]);
});
