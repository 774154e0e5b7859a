import { expect, it } from 'vitest';
import { createSingleFlight } from './single-flight';

it('concurrent callers with the same key share one computation, and those with other keys have their own', async () => {
  const singleFlight = createSingleFlight<string>();
  let calls = 0;
  const make = (key: string) => singleFlight(key, async () => `${key}${++calls}`);
  expect(await Promise.all([make('a'), make('b'), make('a')])).toEqual(['a1', 'b2', 'a1']);
});

it('a caller that goes on may ask again at once, after a result and after a failure', async () => {
  const singleFlight = createSingleFlight<number>();
  let calls = 0;
  const make = () =>
    singleFlight('a', async () => {
      calls += 1;
      if (calls === 2) throw new Error('failed');
      return calls;
    });
  expect(await make()).toBe(1);
  const failed = [make(), make()];
  for (const one of failed) await expect(one).rejects.toThrow('failed');
  expect(await make().then(make)).toBe(4);
});
