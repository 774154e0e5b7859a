import { expect, it } from 'vitest';
import { SOURCE } from '@/testing/editor-source';
import { type Action, reduce, START, type State, workOf } from '../state-machine';
import { isChanged, shownCrop } from '../work';
import { enlargeBox, enlargeCrop } from './first-framing';

const FACE = { x: 100, y: 300, width: 900, height: 900, rotate: 0 };
const FACES = [{ x: 400, y: 500, width: 300, height: 400 }];
const SUGGEST: Action = { type: 'suggest', url: 'blob:1', crop: FACE, faces: FACES };
const reached = (...actions: Action[]): State => actions.reduce(reduce, START);
const opened = (...actions: Action[]): State =>
  reached(
    { type: 'pick', source: SOURCE, alt: '' },
    { type: 'opened', url: 'blob:1', picture: { width: 2000, height: 3000 }, transparent: false },
    ...actions,
  );

it('a crop of the copy is one of the picture, and stays inside it', () => {
  const [copy, picture] = [
    { width: 427, height: 640 },
    { width: 2000, height: 3000 },
  ];
  expect(enlargeCrop({ x: 43, y: 64, width: 200, height: 200, rotate: 0 }, copy, picture)).toEqual({
    x: 201,
    y: 300,
    width: 937,
    height: 937,
    rotate: 0,
  });
  expect(enlargeCrop({ x: 0, y: 213, width: 427, height: 427, rotate: 0 }, copy, picture)).toMatchObject({ y: 998, width: 2000 });
});

it('an untouched picture begins with the face, which is no change, and Reset shows the middle', () => {
  const work = workOf(opened(SUGGEST));
  expect(work && [shownCrop(work), isChanged(work)]).toEqual([FACE, false]);
  const reset = workOf(opened(SUGGEST, { type: 'reset' }));
  expect(reset && shownCrop(reset)).toMatchObject({ x: 0, y: 500, width: 2000 });
});

it('a face in the copy is one in the picture', () => {
  const [copy, picture] = [
    { width: 400, height: 600 },
    { width: 2000, height: 3000 },
  ];
  expect(enlargeBox({ x: 20, y: 30, width: 40, height: 50 }, copy, picture)).toEqual({ x: 100, y: 150, width: 200, height: 250 });
});

it.each<[string, Action[]]>([
  ['moved', [{ type: 'zoom', zoom: 2 }]],
  ['moved and moved back', [{ type: 'zoom', zoom: 2 }, { type: 'undo' }]],
  [
    'turned and straightened',
    [
      { type: 'rotate', quarters: 1 },
      { type: 'straighten', degrees: 2 },
    ],
  ],
  ['being saved', [{ type: 'save' }]],
])('a proposal for a picture that is %s comes too late, and tells its faces alone', (_what, actions) => {
  const state = opened(...actions);
  const before = workOf(state);
  expect(workOf(reduce(state, SUGGEST))).toEqual({ ...before, faces: FACES });
  expect(reduce(state, SUGGEST).phase).toBe(state.phase);
});

it('a picture that was turned or mirrored before the proposal comes is framed by it, and stays as it was turned', () => {
  const changes: Action[] = [{ type: 'rotate', quarters: 1 }, { type: 'flip' }, { type: 'background', background: '#102030' }];
  const [late, early] = [workOf(opened(...changes, SUGGEST)), workOf(opened(SUGGEST, ...changes))];
  expect(late && shownCrop(late)).toEqual(early && shownCrop(early));
  expect(late).toMatchObject({ background: '#102030', framing: { rotate: 270, flip: true } });
  const undone = workOf(opened(...changes, SUGGEST, { type: 'undo' }, { type: 'undo' }, { type: 'undo' }));
  expect(undone && [shownCrop(undone), isChanged(undone)]).toEqual([FACE, false]);
});

it('without a crop the faces alone are known', () => {
  const state = opened();
  expect(workOf(reduce(state, { ...SUGGEST, crop: null }))).toEqual({ ...workOf(state), faces: FACES });
});

it('a proposal for another picture is ignored', () => {
  for (const state of [START, opened({ type: 'cancel' }), opened()]) {
    expect(reduce(state, { ...SUGGEST, url: 'blob:2' })).toEqual(state);
  }
});
