import { expect, it } from 'vitest';
import { createGate } from './gate';

/** A task that runs until it is told to end. */
function task() {
  let end: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { run: () => ended, end, fail };
}

it('never lets more than its number run at once, and lets all of them run', async () => {
  const gate = createGate(3, 100);
  let [running, most, done] = [0, 0, 0];
  await Promise.all(
    Array.from({ length: 40 }, () =>
      gate.run(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        done += 1;
      }),
    ),
  );
  expect({ most, done }).toEqual({ most: 3, done: 40 });
});

it('admits in the order of arrival, whoever comes while a place is handed over', async () => {
  const gate = createGate(1, 10);
  const first = task();
  const order: number[] = [];
  const running = gate.run(first.run);
  const waiting = [1, 2, 3].map((name) => gate.run(async () => void order.push(name)));
  first.end();
  await running;
  const late = gate.run(async () => void order.push(4));
  await Promise.all([...waiting, late]);
  expect(order).toEqual([1, 2, 3, 4]);
});

it('turns away at once those who would be too many to wait, and says when to come back', async () => {
  const gate = createGate(1, 2);
  const first = task();
  const admitted = [gate.run(first.run), gate.run(async () => 'second'), gate.run(async () => 'third')];
  await expect(gate.run(async () => 'fourth')).rejects.toMatchObject({ code: 'busy', details: { retryAfterSeconds: expect.any(Number) } });
  first.end();
  expect(await Promise.all(admitted)).toEqual([undefined, 'second', 'third']);
  expect(await gate.run(async () => 'later')).toBe('later');
});

it('gets the place back from a task that fails, and passes its failure on', async () => {
  const gate = createGate(1, 1);
  const first = task();
  const failing = gate.run(first.run);
  const waiting = gate.run(async () => 'next');
  first.fail(new Error('no'));
  await expect(failing).rejects.toThrow('no');
  expect(await waiting).toBe('next');
  const throwing = gate.run(() => {
    throw new Error('at once');
  });
  await expect(throwing).rejects.toThrow('at once');
  expect(await gate.run(async () => 'still open')).toBe('still open');
});
