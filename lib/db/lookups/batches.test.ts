import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
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

/** Two queries that wait for their answers, for `a` and `b`. */
async function busy() {
  const all = queries();
  const first = [];
  for (const key of ['a', 'b']) {
    first.push(all.find(key));
    await nextTurn();
  }
  expect(all.asked.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
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

it('a flood of four hundred look-ups waits while two queries run, shares the third, and a known key is among them', async () => {
  const { asked, find } = await busy();
  const flood = Promise.all(Array.from({ length: 400 }, (_, index) => find(`unknown ${index}`)));
  const known = find('known');
  await nextTurn();
  expect(asked).toHaveLength(2);
  asked[0]?.answer({});
  await expect.poll(() => asked.length).toBe(3);
  expect(asked[2]?.keys).toContain('known');
  asked[1]?.answer({});
  asked[2]?.answer({ known: 7 });
  expect(await known).toBe(7);
  expect((await flood).filter((value) => value !== undefined)).toEqual([]);
  expect(asked).toHaveLength(3);
});

it('a query has at most 500 keys, and each key once', async () => {
  const { asked, find, first } = await busy();
  const rest = Array.from({ length: 600 }, (_, index) => find(`key ${index}`));
  const again = find('key 0');
  asked[0]?.answer({ a: 1 });
  asked[1]?.answer({});
  await expect.poll(() => asked.length).toBe(4);
  expect(asked.map(({ keys }) => keys.length)).toEqual([1, 1, 500, 100]);
  asked[2]?.answer({ 'key 0': 5 });
  asked[3]?.answer({});
  expect(await Promise.all([...first, rest[0], again])).toEqual([1, undefined, 5, 5]);
});

it('more keys than fit into one query begin a second one at once', async () => {
  const { asked, find } = queries();
  for (let key = 0; key < 501; key += 1) void find(String(key));
  await expect.poll(() => asked.map(({ keys }) => keys.length)).toEqual([500, 1]);
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
