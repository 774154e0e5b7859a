import { expect, it } from 'vitest';
import { SOURCE } from '@/testing/editor-source';
import { type Action, reduce, START, workOf } from './state-machine';
import { isCopyEnough } from './work';

const COPY = { url: 'blob:copy', blob: SOURCE.file, width: 960, height: 1280 };

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
