import { describe, expect, it } from 'vitest';
import { SOURCE } from '@/testing/editor-source';
import { type Action, canSave, hasEdits, hasUnsavedChanges, reduce, START, type State, workOf } from './state-machine';
import { shownCrop } from './work';

const PICTURE = { width: 4000, height: 3000 };
const OFFLINE = { text: 'You are offline.', next: 'retry', isOffline: true } as const;

const reached = (...actions: Action[]): State => actions.reduce(reduce, START);
const cropOf = (state: State) => {
  const work = workOf(state);
  return work && shownCrop(work);
};

const PICK: Action = { type: 'pick', source: SOURCE, alt: '' };
const OPENED: Action = { type: 'opened', url: 'blob:1', picture: PICTURE, transparent: false };
const SAVE: Action = { type: 'save' };

describe('a person who changes their picture', () => {
  it('goes from empty over picked, cropping and saving to saved', () => {
    const phases = [PICK, OPENED, SAVE, { type: 'progress', sent: 1 }, { type: 'saved', removed: [] }] satisfies Action[];
    const seen = phases.map((_, index) => reached(...phases.slice(0, index + 1)).phase);
    expect([START.phase, ...seen]).toEqual(['empty', 'picked', 'cropping', 'saving', 'saving', 'saved']);
  });

  it('sees the middle of the picture first', () => {
    expect(cropOf(reached(PICK, OPENED))).toEqual({ x: 500, y: 0, width: 3000, height: 3000, rotate: 0 });
  });

  it('frames a preview when the browser cannot show the picture, in pixels of the original', () => {
    const shown = reached(PICK, { ...OPENED, displayUrl: 'blob:preview' });
    expect(workOf(shown)?.source).toEqual({ ...SOURCE, url: 'blob:preview' });
    expect(cropOf(shown)).toMatchObject({ x: 500, width: 3000 });
  });

  it('keeps the framing when saving fails, and can try again', () => {
    const failed = reached(PICK, OPENED, { type: 'zoom', zoom: 2 }, SAVE, { type: 'refuse', problem: OFFLINE });
    expect(failed).toMatchObject({ phase: 'failed', problem: OFFLINE });
    expect(cropOf(failed)).toMatchObject({ width: 1500 });
    expect(cropOf(reduce(failed, SAVE))).toMatchObject({ width: 1500 });
    expect(reduce(failed, SAVE).phase).toBe('saving');
  });

  it('keeps the framing after cancelling the upload, and loses it after cancelling the framing', () => {
    const cropping = reached(PICK, OPENED, { type: 'rotate', quarters: 1 }, { type: 'describe', alt: 'Me' }, SAVE, { type: 'cancel' });
    expect(cropping).toMatchObject({ phase: 'cropping', work: { alt: 'Me', framing: { rotate: 90 } } });
    expect(reduce(cropping, { type: 'cancel' })).toEqual(START);
  });

  it('keeps the framing after dropping a file that is not a picture', () => {
    const failed = reached(PICK, OPENED, { type: 'refuse', problem: { text: 'That is a text.', next: 'choose' } });
    expect(workOf(failed)?.source).toEqual(SOURCE);
  });

  it('keeps the framing when another chosen file cannot be opened or its opening is cancelled', () => {
    const second: Action = { type: 'pick', source: { ...SOURCE, url: 'blob:2' }, alt: 'Me' };
    const opening = reached(PICK, OPENED, { type: 'zoom', zoom: 2 }, { type: 'describe', alt: 'Me' }, second);
    expect(opening).toMatchObject({ phase: 'picked', source: { url: 'blob:2' } });
    for (const end of [{ type: 'refuse', problem: OFFLINE }, { type: 'cancel' }] satisfies Action[]) {
      const after = reduce(opening, end);
      expect(after).toMatchObject({ phase: end.type === 'refuse' ? 'failed' : 'cropping', work: { alt: 'Me', source: SOURCE } });
      expect(cropOf(after)).toMatchObject({ width: 1500 });
    }
    expect(reduce(opening, { ...OPENED, url: 'blob:2' })).toMatchObject({
      phase: 'cropping',
      work: { alt: 'Me', source: { url: 'blob:2' } },
    });
  });

  it('keeps a description typed while the first file opens', () => {
    const opening = reached({ ...PICK, alt: 'Me' }, { type: 'describe', alt: 'Me, smiling' });
    expect(opening).toMatchObject({ phase: 'picked', work: null });
    expect(reduce(opening, OPENED)).toMatchObject({ phase: 'cropping', work: { alt: 'Me, smiling', startAlt: 'Me' } });
  });

  it.each<[string, Action, object]>([
    ['move', { type: 'move', x: 0.2, y: 0 }, { framing: { x: 0.2 } }],
    ['zoom', { type: 'zoom', zoom: 4 }, { framing: { zoom: 4 } }],
    ['rotate', { type: 'rotate', quarters: 1 }, { framing: { rotate: 90 } }],
    ['straighten', { type: 'straighten', degrees: 3 }, { framing: { rotate: 3 } }],
    ['describe', { type: 'describe', alt: 'Me, smiling' }, { alt: 'Me, smiling' }],
    ['change the background of', { type: 'background', background: '#102030' }, { background: '#102030' }],
  ])('can %s the picture while another file opens, and keeps the change if that one cannot be opened', (_what, change, work) => {
    const opening = reached(PICK, OPENED, { type: 'pick', source: { ...SOURCE, url: 'blob:2' }, alt: '' }, change);
    expect(opening).toMatchObject({ phase: 'picked', source: { url: 'blob:2' }, work });
    expect(reduce(opening, { type: 'refuse', problem: OFFLINE })).toMatchObject({ phase: 'failed', work: { source: SOURCE, ...work } });
  });

  it('takes the description typed while another file opens over to that file', () => {
    const second: Action = { type: 'pick', source: { ...SOURCE, url: 'blob:2' }, alt: 'Me' };
    const opening = reached(PICK, OPENED, second, { type: 'describe', alt: 'Me, smiling' });
    expect(reduce(opening, { ...OPENED, url: 'blob:2' })).toMatchObject({ work: { alt: 'Me, smiling', source: { url: 'blob:2' } } });
  });

  it('can save a framed picture also after a failure, but not during a save or while another file opens', () => {
    const cropping = reached(PICK, OPENED);
    const opening = reduce(cropping, { type: 'pick', source: { ...SOURCE, url: 'blob:2' }, alt: '' });
    const saving = reduce(cropping, SAVE);
    const failed = reduce(saving, { type: 'refuse', problem: OFFLINE });
    expect([START, reached(PICK), cropping, opening, saving, failed].map(canSave)).toEqual([false, false, true, false, false, true]);
  });

  it('keeps the framing when an earlier request completes', () => {
    const cropping = reached(PICK, OPENED, { type: 'rotate', quarters: 1 });
    for (const state of [cropping, reached(PICK), reduce(cropping, SAVE)]) expect(reduce(state, { type: 'dismiss' })).toBe(state);
    expect(reached({ type: 'refuse', problem: OFFLINE }, { type: 'dismiss' })).toEqual(START);
  });

  it('keeps the report of a saved picture while describing it, until another change', () => {
    const saved = reached(PICK, OPENED, SAVE, { type: 'saved', removed: [] });
    expect(reduce(saved, { type: 'dismiss', keepsReport: true })).toBe(saved);
    expect(reduce(saved, { type: 'dismiss' })).toEqual(START);
  });

  it('sees the second of two files chosen in quick succession', () => {
    const second: Action = { type: 'pick', source: { ...SOURCE, url: 'blob:2' }, alt: '' };
    expect(reached(PICK, second, OPENED)).toMatchObject({ phase: 'picked', source: { url: 'blob:2' } });
  });

  it('cannot change anything while the picture is being saved', () => {
    const saving = reached(PICK, OPENED, SAVE);
    for (const action of [PICK, { type: 'reset' }, { type: 'move', x: 1, y: 1 }, SAVE] satisfies Action[]) {
      expect(reduce(saving, action)).toEqual(saving);
    }
  });

  it('never sees progress go back', () => {
    expect(reached(PICK, OPENED, SAVE, { type: 'progress', sent: 0.5 }, { type: 'progress', sent: 0.4 })).toMatchObject({ sent: 0.5 });
  });
});

describe('a person who reframes their picture', () => {
  const crop = { x: 700, y: 200, width: 900, height: 900, rotate: 90 };
  const kept = { file: null, blob: SOURCE.file, url: 'blob:1', stillUrl: null, opaque: true, crop, background: '#112233', tag: '"a1v2"' };

  it('starts from the saved crop and background', () => {
    const cropping = reached({ type: 'pick', source: kept, alt: 'Me' }, OPENED);
    expect(cropOf(cropping)).toEqual(crop);
    expect(cropping).toMatchObject({ work: { background: '#112233' } });
    expect(reduce(cropping, { type: 'background', background: '#000080' })).toMatchObject({ work: { background: '#000080' } });
  });

  it('starts even from a crop with blank corners, and fills the frame after a reset', () => {
    const blank = { x: 0, y: 0, width: 4000, height: 4000, rotate: 45 };
    const cropping = reached({ type: 'pick', source: { ...kept, crop: blank }, alt: '' }, OPENED);
    expect(cropOf(cropping)).toEqual(blank);
    expect(cropOf(reduce(cropping, { type: 'reset' }))).toEqual({ x: 500, y: 0, width: 3000, height: 3000, rotate: 0 });
  });

  it('keeps an unsaved description, which counts as unsaved until it is saved', () => {
    const opening = reached({ type: 'pick', source: kept, alt: 'Me, smiling', startAlt: 'Me' });
    const cropping = reduce(opening, OPENED);
    expect(cropping).toMatchObject({ work: { alt: 'Me, smiling', startAlt: 'Me' } });
    expect(hasUnsavedChanges(cropping)).toBe(true);
    expect(hasUnsavedChanges(reduce(cropping, { type: 'describe', alt: 'Me' }))).toBe(false);
  });

  it('can straighten by degrees and turn by quarters', () => {
    const straightened = reached({ type: 'pick', source: kept, alt: '' }, OPENED, { type: 'straighten', degrees: -7 });
    expect(cropOf(straightened)).toMatchObject({ rotate: 83 });
    expect(cropOf(reduce(straightened, { type: 'rotate', quarters: -1 }))).toMatchObject({ rotate: 353 });
    expect(cropOf(reduce(straightened, { type: 'straighten', degrees: 0 }))).toMatchObject({ rotate: 90 });
  });
});

describe('a person who frames an animation', () => {
  const kept = { ...SOURCE, file: null, stillFrame: 2, animate: false, tag: '"a1v2"' };
  const MOVING: Action = { ...OPENED, frames: 5 };

  it('starts from the saved choice, or the first frame and motion', () => {
    expect(workOf(reached({ type: 'pick', source: kept, alt: '' }, MOVING))).toMatchObject({ stillFrame: 2, animate: false });
    expect(workOf(reached(PICK, MOVING))).toMatchObject({ stillFrame: 0, animate: true, source: { frames: 5 } });
  });

  it('chooses a still frame and motion, and undoes both', () => {
    const chosen = reached(PICK, MOVING, { type: 'stillFrame', stillFrame: 4 }, { type: 'animate', animate: false });
    expect(workOf(chosen)).toMatchObject({ stillFrame: 4, animate: false });
    expect(hasEdits(chosen)).toBe(true);
    expect(workOf(reduce(chosen, { type: 'undo' }))).toMatchObject({ stillFrame: 4, animate: true });
    expect(workOf(reduce(chosen, { type: 'reset' }))).toMatchObject({ stillFrame: 0, animate: true });
  });
});

describe('leaving the page', () => {
  const kept = { ...SOURCE, file: null, crop: { x: 700, y: 200, width: 900, height: 900, rotate: 90 }, tag: '"a1v2"' };
  const REFRAME: Action = { type: 'pick', source: kept, alt: 'Me' };

  it('loses nothing before a file is chosen, after saving, and with an unchanged current picture', () => {
    for (const state of [START, reached(PICK, OPENED, SAVE, { type: 'saved', removed: [] }), reached(REFRAME), reached(REFRAME, OPENED)]) {
      expect(hasUnsavedChanges(state)).toBe(false);
    }
    const andBack = [
      { type: 'rotate', quarters: 1 },
      { type: 'rotate', quarters: -1 },
      { type: 'describe', alt: 'Me ' },
    ] satisfies Action[];
    expect(hasUnsavedChanges(reached(REFRAME, OPENED, ...andBack))).toBe(false);
  });

  it.each<[string, Action]>([
    ['moved', { type: 'move', x: 0.2, y: 0 }],
    ['zoomed', { type: 'zoom', zoom: 4 }],
    ['flipped', { type: 'flip' }],
    ['zoomed out', { type: 'zoom', zoom: 0.4 }],
    ['turned', { type: 'rotate', quarters: 1 }],
    ['straightened', { type: 'straighten', degrees: 3 }],
    ['described', { type: 'describe', alt: 'Me, smiling' }],
    ['given another background', { type: 'background', background: '#102030' }],
  ])('loses a current picture that was %s', (_what, change) => {
    expect(hasUnsavedChanges(reached(REFRAME, OPENED, change))).toBe(true);
    expect(hasUnsavedChanges(reached(REFRAME, OPENED, change, SAVE, { type: 'refuse', problem: OFFLINE }))).toBe(true);
  });

  it('asks before Cancel loses an edit, and not before it loses the choice of a file', () => {
    for (const state of [START, reached(PICK), reached(PICK, OPENED), reached(REFRAME, OPENED)]) expect(hasEdits(state)).toBe(false);
    for (const change of [{ type: 'flip' }, { type: 'describe', alt: 'Someone' }] satisfies Action[]) {
      expect(hasEdits(reached(PICK, OPENED, change))).toBe(true);
    }
    expect(hasEdits(reached(PICK, { type: 'describe', alt: 'Me' }))).toBe(true);
    expect(hasEdits(reached(PICK, OPENED, { type: 'flip' }, { type: 'undo' }))).toBe(false);
  });

  it('loses a chosen file, from opening until saving', () => {
    const steps = [PICK, OPENED, SAVE, { type: 'refuse', problem: OFFLINE }] satisfies Action[];
    steps.forEach((_step, at) => {
      expect(hasUnsavedChanges(reached(...steps.slice(0, at + 1)))).toBe(true);
    });
  });
});
