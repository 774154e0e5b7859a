import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createBatches } from './batches';

/** Queries that wait until the test answers them. */
function queries() {
  const asked: { keys: readonly string[]; answer: (found: Record<string, number>) => void; fail: (error: Error) => void }[] = [];
  const find = createBatches<number>(
    (keys) =>
      new Promise((resolve, reject) => {
        asked.push({ keys, answer: (found) => resolve(new Map(Object.entries(found))), fail: reject });
      }),
  );
  return { asked, find };
}

/** A query that waits for its answer, for `a`. */
async function busy() {
  const all = queries();
  const first = all.find('a');
  await nextTurn();
  expect(all.asked.map(({ keys }) => keys)).toEqual([['a']]);
  return { ...all, first };
}

it('look-ups of one turn of the event loop share a query, also those that a promise or an I/O callback before its end begins', async () => {
  const { asked, find } = queries();
  const found = [find('a'), Promise.resolve().then(() => find('b'))];
  process.nextTick(() => found.push(find('c')));
  await nextTurn();
  expect(asked.map(({ keys }) => [...keys].sort())).toEqual([['a', 'b', 'c']]);
  asked[0]?.answer({ a: 1, b: 2, c: 3 });
  expect(await Promise.all(found)).toEqual([1, 2, 3]);
});

it('a flood of four hundred look-ups waits while a query runs, shares the second, and a known key is among them', async () => {
  const { asked, find } = await busy();
  const flood = Promise.all(Array.from({ length: 400 }, (_, index) => find(`unknown ${index}`)));
  const known = find('known');
  await nextTurn();
  expect(asked).toHaveLength(1);
  asked[0]?.answer({});
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]?.keys).toContain('known');
  asked[1]?.answer({ known: 7 });
  expect(await known).toBe(7);
  expect((await flood).filter((value) => value !== null)).toEqual([]);
  expect(asked).toHaveLength(2);
});

it('a query has at most 500 keys, and each key once', async () => {
  const { asked, find, first } = await busy();
  const rest = Array.from({ length: 600 }, (_, index) => find(`key ${index}`));
  const again = find('key 0');
  asked[0]?.answer({ a: 1 });
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer({ 'key 0': 5 });
  await expect.poll(() => asked.length).toBe(3);
  asked[2]?.answer({});
  expect(asked.map(({ keys }) => keys.length)).toEqual([1, 500, 100]);
  expect(await Promise.all([first, rest[0], again])).toEqual([1, 5, 5]);
});

it('while a query hangs, others are asked one after another, and its own look-ups get its answer', async () => {
  const { asked, find, first } = await busy();
  const second = find('b');
  await expect.poll(() => asked.length).toBe(2);
  const third = find('c');
  await nextTurn();
  expect(asked).toHaveLength(2);
  asked[1]?.answer({ b: 2 });
  expect(await second).toBe(2);
  await expect.poll(() => asked.length).toBe(3);
  asked[2]?.answer({ c: 3 });
  expect(await third).toBe(3);
  asked[0]?.answer({ a: 1 });
  expect(await first).toBe(1);
});

it('while two queries hang, no third one takes another connection', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { asked, find } = await busy();
  for (const key of ['b', 'c', 'd']) {
    void find(key);
    vi.advanceTimersByTime(10_000);
    await nextTurn();
  }
  expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
});

it('a query that fails fails its own look-ups, and later ones are asked again', async () => {
  const { asked, find } = queries();
  const lost = find('a');
  await nextTurn();
  asked[0]?.fail(new Error('no database'));
  await expect(lost).rejects.toThrow('no database');
  const found = find('a');
  await nextTurn();
  asked[1]?.answer({ a: 1 });
  expect(await found).toBe(1);
});
