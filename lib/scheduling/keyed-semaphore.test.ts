import { expect, it } from 'vitest';
import { createKeyedSemaphore } from './keyed-semaphore';

const NOTHING = { bytes: 0, seconds: 0 };

it('tasks of one key wait for each other, also after a failure, and those of other keys do not', async () => {
  const semaphore = createKeyedSemaphore<string>({ tasks: 1 });
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const run = (key: string, name: string) =>
    semaphore.run(key, NOTHING, () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.push(() => (name === 'fails' ? reject(new Error(name)) : resolve(name)));
      });
    });
  const [first, second, third] = [run('ada', 'fails'), run('ada', 'second'), run('bob', 'third')];
  await Promise.resolve();
  expect(begun).toEqual(['fails', 'third']);
  ends[0]?.();
  await expect(first).rejects.toThrow('fails');
  ends[1]?.();
  expect(await third).toBe('third');
  expect(begun).toEqual(['fails', 'third', 'second']);
  ends[2]?.();
  expect(await second).toBe('second');
  const again = run('ada', 'again');
  ends[3]?.();
  expect(await again).toBe('again');
});

it('a key that was refused can be used again', async () => {
  const semaphore = createKeyedSemaphore<string>({ tasks: 1, waitSeconds: 0 });
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const first = semaphore.run('ada', NOTHING, () => ended);
  await expect(semaphore.run('ada', NOTHING, async () => {})).rejects.toMatchObject({ code: 'busy' });
  end();
  await first;
  expect(await semaphore.run('ada', NOTHING, async () => 'done')).toBe('done');
});
