import { expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { patiently } from './patiently';

const busyFor = (retryAfterSeconds: number) => new AvatarError('busy', 'Too many uploads.', { retryAfterSeconds });

function failing(times: number, error: Error) {
  const task = async () => {
    task.calls += 1;
    if (task.calls <= times) throw error;
    return 'set';
  };
  task.calls = 0;
  return task;
}

it('a picture that finds the queue full is tried again', async () => {
  const task = failing(3, busyFor(0.001));
  expect([await patiently(task, new AbortController().signal), task.calls]).toEqual(['set', 4]);
});

it('a queue that stays full is the failure of the picture', async () => {
  const [task, busy] = [failing(100, busyFor(0.001)), busyFor(0.001)];
  await expect(patiently(task, new AbortController().signal)).rejects.toEqual(busy);
  expect(task.calls).toBe(10);
});

it('an import that is to end does not wait, and other failures are not tried again', async () => {
  const [task, broken] = [failing(100, busyFor(3600)), failing(1, new Error('broken'))];
  await expect(patiently(task, AbortSignal.abort())).rejects.toMatchObject({ code: 'busy' });
  await expect(patiently(broken, new AbortController().signal)).rejects.toThrow('broken');
  expect([task.calls, broken.calls]).toEqual([1, 1]);
});
