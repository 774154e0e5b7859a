import { expect, it } from 'vitest';
import { SOURCE } from '@/testing/editor-source';
import { type Action, reduce, START, workOf } from './state-machine';
import { isCopyEnough } from './work';

const COPY = { url: 'blob:copy', width: 960, height: 1280, isFirst: false, whole: async () => null, close: () => {} };

const pick = (url: string): Action => ({ type: 'pick', source: { ...SOURCE, url }, alt: '' });
const opened = (url: string): Action => ({ type: 'opened', url, picture: { width: 3024, height: 4032 }, transparent: false });

it('a photo is shown by its smaller copy, and the next picture without one has none of it', () => {
  const photo = [pick('blob:1'), { ...opened('blob:1'), copy: COPY }].reduce(reduce, START);
  expect(workOf(photo)?.source.copy).toEqual(COPY);
  const next = [pick('blob:2'), opened('blob:2')].reduce(reduce, photo);
  expect(workOf(next)?.source.copy).toBeUndefined();
});

it('the copy of a photo has enough pixels until the person has zoomed in', () => {
  const photo = [pick('blob:1'), { ...opened('blob:1'), copy: COPY }].reduce(reduce, START);
  const isEnoughAt = (zoom: number) => {
    const work = workOf(reduce(photo, { type: 'zoom', zoom }));
    return work !== null && isCopyEnough(work, COPY, 480);
  };
  expect([1, 2, 2.1, 4].map(isEnoughAt)).toEqual([true, true, false, false]);
});

it('a copy is replaced by a larger one without a change of the edit, and not in another picture', () => {
  const first = { ...COPY, url: 'data:first', width: 384, height: 512, isFirst: true };
  const photo = [pick('blob:1'), { ...opened('blob:1'), copy: first }, { type: 'zoom', zoom: 2 } as const].reduce(reduce, START);
  const replaced = reduce(photo, { type: 'copied', url: 'blob:1', copy: COPY });
  expect(workOf(replaced)).toEqual({ ...workOf(photo), source: { ...workOf(photo)?.source, copy: COPY } });
  expect(reduce(photo, { type: 'copied', url: 'blob:2', copy: COPY })).toBe(photo);
  const saving = reduce(photo, { type: 'save' });
  expect(reduce(saving, { type: 'copied', url: 'blob:1', copy: COPY })).toMatchObject({
    phase: 'saving',
    work: { source: { copy: COPY } },
  });
});
