import { expect, it } from 'vitest';
import { SOURCE } from '@/testing/editor-source';
import { noteVia, viaOf } from '../../api/via';
import { type Action, reduce, START, type State, workOf } from '../state-machine';
import { type Adjustments, type Source, shownCrop } from '../work';
import { draftOf, isKept, KEPT_MS, sourceOf, upgradeDraft } from './draft';

const KEPT: Source = { ...SOURCE, file: null, crop: { x: 10, y: 20, width: 300, height: 300, rotate: 0 }, tag: '"a1v2"', version: 12 };
const reached = (...actions: Action[]): State => actions.reduce(reduce, START);
const pick = (source: Source): Action => ({ type: 'pick', source, alt: 'Me' });
const OPENED: Action = { type: 'opened', url: 'blob:1', picture: { width: 400, height: 600 }, transparent: false };

/** Continues with a draft as the page does after a reload. */
function continued(state: State): State {
  const draft = draftOf(state, 0);
  if (!draft) throw new Error('Expected a draft.');
  const source = sourceOf(draft, 'blob:2');
  const { adjustments, alt, startAlt } = draft;
  return [{ type: 'pick', source, alt, startAlt, adjustments } as const, { ...OPENED, url: 'blob:2' } as const].reduce<State>(
    reduce,
    START,
  );
}

it('keeps a chosen file with its framing and description', () => {
  const before = reached(pick(SOURCE), OPENED, { type: 'zoom', zoom: 2 }, { type: 'flip' }, { type: 'describe', alt: 'Me, smiling' });
  const after = workOf(continued(before));
  expect(after?.source.file).toMatchObject({ name: 'me.jpg', type: 'image/jpeg' });
  expect(after).toMatchObject({ alt: 'Me, smiling', startAlt: 'Me' });
  const work = workOf(before);
  expect(after && shownCrop(after)).toEqual(work && shownCrop(work));
});

it('keeps the edit of the stored original, with the version that it belongs to', () => {
  const after = workOf(continued(reached(pick(KEPT), OPENED, { type: 'rotate', quarters: 1 })));
  expect(after).toMatchObject({ source: { file: null, tag: '"a1v2"', version: 12, crop: KEPT.crop }, framing: { rotate: 90 } });
});

it('keeps a file that was still being opened', () => {
  expect(continued(reached(pick(SOURCE)))).toMatchObject({ phase: 'cropping', work: { alt: 'Me' } });
});

it('keeps where the file came from', () => {
  const photo = noteVia(new File(['…'], 'photo.jpg', { type: 'image/jpeg' }), 'camera');
  const viaAfter = (file: File) => {
    const after = workOf(continued(reached(pick({ ...SOURCE, file, blob: file }), OPENED)))?.source.file;
    return after && viaOf(after);
  };
  expect([viaAfter(photo), viaAfter(SOURCE.file)]).toEqual(['camera', undefined]);
});

it('keeps how an animation is shown', () => {
  const moving: Action = { ...OPENED, frames: 12 };
  const before = reached(pick(SOURCE), moving, { type: 'stillFrame', stillFrame: 7 }, { type: 'animate', animate: false });
  expect(workOf(continued(before))).toMatchObject({ stillFrame: 7, animate: false });
  const chosen = reached(pick({ ...KEPT, stillFrame: 3, animate: false }), moving, { type: 'flip' });
  expect(workOf(continued(chosen))).toMatchObject({ stillFrame: 3, animate: false, source: { stillFrame: 3, animate: false } });
});

it('continues a draft of an earlier release, which knows nothing of that and has another name for the adjustments', () => {
  const draft = draftOf(reached(pick(SOURCE), OPENED, { type: 'flip' }), 0);
  if (!draft?.adjustments) throw new Error('Expected a draft.');
  const { adjustments: kept, ...others } = draft;
  const { stillFrame: _frame, animate: _animate, ...look } = kept;
  const { adjustments } = upgradeDraft({ ...others, look: look as Adjustments });
  const picked = reduce(START, { type: 'pick', source: sourceOf(draft, 'blob:2'), alt: '', adjustments });
  expect(workOf(reduce(picked, { ...OPENED, url: 'blob:2' }))).toMatchObject({ framing: { flip: true }, stillFrame: 0, animate: true });
});

it('keeps nothing where nothing would be lost', () => {
  const saved: Action[] = [pick(SOURCE), OPENED, { type: 'save' }, { type: 'saved', removed: [] }];
  for (const state of [START, reached(pick(KEPT), OPENED), reached(...saved)]) expect(draftOf(state, 0)).toBeNull();
});

it('offers a draft for a week', () => {
  expect([isKept({ savedAt: 0 }, KEPT_MS - 1), isKept({ savedAt: 0 }, KEPT_MS)]).toEqual([true, false]);
});
