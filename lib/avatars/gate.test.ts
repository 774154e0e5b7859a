import { afterEach, expect, it, vi } from 'vitest';
import { createGate, type GateBounds, pixelsOf } from './gate';
import { TASK_PIXELS } from './limits';

const MILLION = 1_000_000;
const BOUNDS: Required<Omit<GateBounds, 'waiting'>> = { tasks: 2, pixels: 100 * MILLION, pixelsPerSecond: 10 * MILLION, waitSeconds: 10 };

const open = (bounds: Partial<GateBounds> = {}) => createGate({ ...BOUNDS, ...bounds });

/** Everything that has been set going has come as far as it can. */
const settled = () => new Promise(setImmediate);

afterEach(() => {
  vi.useRealTimers();
});

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

it('never lets more than its number run at once, nor more pixels, and lets all of them run', async () => {
  const gate = open({ tasks: 3, waitSeconds: 1e6 });
  const most = { tasks: 0, pixels: 0 };
  let [tasks, pixels, done] = [0, 0, 0];
  const weights = Array.from({ length: 60 }, (_, at) => ((at * 37) % 90) * MILLION);
  await Promise.all(
    weights.map((weight) =>
      gate.run(weight, async () => {
        tasks += 1;
        pixels += weight;
        most.tasks = Math.max(most.tasks, tasks);
        most.pixels = Math.max(most.pixels, pixels);
        await settled();
        tasks -= 1;
        pixels -= weight;
        done += 1;
      }),
    ),
  );
  expect(done).toBe(60);
  expect(most.tasks).toBe(3);
  expect(most.pixels).toBeLessThanOrEqual(BOUNDS.pixels);
});

it('lets two run side by side only when their pixels fit together', async () => {
  const gate = open();
  const [half, more] = [task(), task()];
  const order: string[] = [];
  const running = gate.run(60 * MILLION, half.run);
  const waiting = gate.run(50 * MILLION, async () => void order.push('large'));
  await settled();
  expect(order).toEqual([]);
  half.end();
  await Promise.all([running, waiting]);
  const small = gate.run(10 * MILLION, more.run);
  await gate.run(50 * MILLION, async () => void order.push('beside'));
  expect(order).toEqual(['large', 'beside']);
  more.end();
  await small;
});

it('runs what is larger than its capacity alone, rather than never', async () => {
  const gate = open({ waitSeconds: 1e6 });
  const first = task();
  const running = gate.run(1, first.run);
  const giant = task();
  const order: string[] = [];
  const waiting = gate.run(5000 * MILLION, () => {
    order.push('giant');
    return giant.run();
  });
  await settled();
  expect(order).toEqual([]);
  first.end();
  await running;
  const after = gate.run(1, async () => void order.push('after'));
  await settled();
  expect(order).toEqual(['giant']);
  giant.end();
  await Promise.all([waiting, after]);
  expect(order).toEqual(['giant', 'after']);
});

it('admits in the order of arrival: small ones do not pass a large one by, nor does it hold them longer than it runs', async () => {
  const gate = open();
  const first = task();
  const order: string[] = [];
  const running = gate.run(20 * MILLION, first.run);
  const large = gate.run(90 * MILLION, async () => void order.push('large'));
  // There is room for these beside the first, and they came later.
  const small = [1, 2, 3].map((at) => gate.run(1, async () => void order.push(`small ${at}`)));
  await settled();
  expect(order).toEqual([]);
  first.end();
  await running;
  const late = gate.run(1, async () => void order.push('late'));
  await Promise.all([large, ...small, late]);
  expect(order).toEqual(['large', 'small 1', 'small 2', 'small 3', 'late']);
});

it('turns away at once those who would wait too long, by the pixels ahead of them, and says how long that takes', async () => {
  const gate = open({ tasks: 1, pixels: 100 * MILLION });
  const first = task();
  const weight = 60 * MILLION - TASK_PIXELS;
  const admitted = [gate.run(weight, first.run), gate.run(weight, async () => 'second')];
  await expect(gate.run(1, async () => 'third')).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining('Try again in 12 seconds.'),
    details: { retryAfterSeconds: 12 },
  });
  first.end();
  expect(await Promise.all(admitted)).toEqual([undefined, 'second']);
  expect(await gate.run(weight, async () => 'later')).toBe('later');
});

it('counts a task of few pixels as work all the same, so that no thousand of them can wait', async () => {
  const gate = open();
  const held = [task(), task()];
  const running = held.map(({ run }) => gate.run(1, run));
  const tiny = Array.from({ length: 1000 }, () => gate.run(1, async () => 'done').catch((error) => error.code));
  await settled();
  for (const { end } of held) end();
  const outcomes = await Promise.all(tiny);
  await Promise.all(running);
  const waited = outcomes.filter((outcome) => outcome === 'done').length;
  expect(waited).toBeGreaterThan(0);
  expect(waited * TASK_PIXELS).toBeLessThanOrEqual(BOUNDS.pixelsPerSecond * BOUNDS.tasks * BOUNDS.waitSeconds + 1e7);
});

it('lets nobody wait for longer than the longest wait, when what is ahead takes longer than it should', async () => {
  vi.useFakeTimers();
  const gate = open({ tasks: 1 });
  const stuck = task();
  const running = gate.run(MILLION, stuck.run);
  const refused = expect(gate.run(MILLION, async () => 'never')).rejects.toMatchObject({
    code: 'busy',
    details: { retryAfterSeconds: expect.any(Number) },
  });
  await vi.advanceTimersByTimeAsync(9_999);
  const patient = gate.run(MILLION, async () => 'in time');
  await vi.advanceTimersByTimeAsync(1);
  await refused;
  stuck.end();
  expect(await patient).toBe('in time');
  await running;
  expect(vi.getTimerCount()).toBe(0);
});

it('lets those go on whom only an impatient one at the head held back', async () => {
  vi.useFakeTimers();
  const gate = open();
  const first = task();
  const running = gate.run(20 * MILLION, first.run);
  const large = expect(gate.run(90 * MILLION, async () => 'never')).rejects.toMatchObject({ code: 'busy' });
  await vi.advanceTimersByTimeAsync(5_000);
  const small = gate.run(MILLION, async () => 'small');
  await vi.advanceTimersByTimeAsync(5_000);
  await large;
  expect(await small).toBe('small');
  first.end();
  await running;
});

it('gets the place back from a task that fails, and passes its failure on', async () => {
  const gate = open({ tasks: 1 });
  const first = task();
  const failing = gate.run(1, first.run);
  const waiting = gate.run(1, async () => 'next');
  first.fail(new Error('no'));
  await expect(failing).rejects.toThrow('no');
  expect(await waiting).toBe('next');
  const throwing = gate.run(1, () => {
    throw new Error('at once');
  });
  await expect(throwing).rejects.toThrow('at once');
  expect(await gate.run(1, async () => 'still open')).toBe('still open');
});

it('weighs all frames of a picture, and what takes several times the memory several times', () => {
  const size = { width: 40, height: 30 };
  expect(pixelsOf({ ...size, format: 'jpeg', frames: 1 })).toBe(1200);
  expect(pixelsOf({ ...size, format: 'gif', frames: 10 })).toBe(12_000);
  expect(pixelsOf({ ...size, format: 'avif', frames: 1 })).toBe(2400);
});

it('where places are counted, refuses whoever comes when all are taken, and bounds no time', async () => {
  const gate = createGate({ tasks: 1, waiting: 1 });
  let go = () => {};
  const held = gate.run(
    0,
    () =>
      new Promise<void>((resolve) => {
        go = resolve;
      }),
  );
  const waits = gate.run(0, async () => 'done');
  await expect(gate.run(0, async () => 'never')).rejects.toMatchObject({ code: 'busy' });
  go();
  await held;
  expect(await waits).toBe('done');
});

it('counts what decoding holds, and not what a picture costs beside: seven photos of 12 million pixels at once, on enough cores', async () => {
  const gate = createGate({ tasks: 16 });
  const photos = Array.from({ length: 8 }, task);
  let begun = 0;
  const running = photos.map(({ run }) =>
    gate.run(4032 * 3024, () => {
      begun += 1;
      return run();
    }),
  );
  await settled();
  expect(begun).toBe(7);
  for (const { end } of photos) end();
  await Promise.all(running);
});
