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

it('a flood of four hundred look-ups makes three queries, two of them at once, and a known key is among the next', async () => {
  const { asked, find } = queries();
  const flood = Promise.all(Array.from({ length: 400 }, (_, index) => find(`unknown ${index}`)));
  const known = find('known');
  expect(asked.map(({ keys }) => keys.length)).toEqual([1, 1]);
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
  const { asked, find } = queries();
  const first = [find('a'), find('b')];
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

it('a query that fails fails its own look-ups, and later ones are asked again', async () => {
  const { asked, find } = queries();
  const lost = find('a');
  asked[0]?.fail(new Error('no database'));
  await expect(lost).rejects.toThrow('no database');
  const found = find('a');
  asked[1]?.answer({ a: 1 });
  expect(await found).toBe(1);
});
