import { afterEach, expect, it, vi } from 'vitest';
import { MAX_DECODED_BYTES } from '@/lib/imaging/limits';
import { MAX_WAIT_SECONDS } from './limits';
import { type Cost, createSemaphore, type SemaphoreBounds } from './semaphore';

const MILLION = 1_000_000;
const BOUNDS: Required<SemaphoreBounds> = { tasks: 2, bytes: 100 * MILLION, waitSeconds: 10 };

/** The cost of this many bytes, at twenty million a second. */
const of = (bytes: number): Cost => ({ bytes, seconds: bytes / (20 * MILLION) });

const open = (bounds: Partial<SemaphoreBounds> = {}) => createSemaphore({ ...BOUNDS, ...bounds });

/** Waits until all started tasks have run as far as they can. */
const settled = () => new Promise(setImmediate);

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A task that runs until the test ends it. */
function task() {
  let end: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { run: () => ended, end, fail };
}

it('a semaphore limits parallel tasks and their bytes, and runs all tasks', async () => {
  const semaphore = open({ tasks: 3, waitSeconds: 1e6 });
  const most = { tasks: 0, bytes: 0 };
  let [tasks, bytes, done] = [0, 0, 0];
  const weights = Array.from({ length: 60 }, (_, at) => ((at * 37) % 90) * MILLION);
  await Promise.all(
    weights.map((weight) =>
      semaphore.run(of(weight), async () => {
        tasks += 1;
        bytes += weight;
        most.tasks = Math.max(most.tasks, tasks);
        most.bytes = Math.max(most.bytes, bytes);
        await settled();
        tasks -= 1;
        bytes -= weight;
        done += 1;
      }),
    ),
  );
  expect(done).toBe(60);
  expect(most.tasks).toBe(3);
  expect(most.bytes).toBeLessThanOrEqual(BOUNDS.bytes);
});

it('an idle semaphore has its full capacity, also after tasks with fractional bytes', async () => {
  const semaphore = open({ tasks: 3, bytes: 1000 });
  const tasks = [175.7, 122.9, 178.1].map((part) => ({ ...task(), bytes: part }));
  const running = tasks.map(({ run, bytes }) => semaphore.run(of(bytes), run));
  // Subtracting floating-point numbers in this order leaves a remainder.
  for (const at of [1, 0, 2]) {
    tasks[at]?.end();
    await running[at];
  }
  let ran = false;
  void semaphore.run(of(1000), async () => {
    ran = true;
  });
  await settled();
  expect(ran).toBe(true);
});

it('a semaphore runs two tasks in parallel only if their bytes fit', async () => {
  const semaphore = open();
  const [half, more] = [task(), task()];
  const order: string[] = [];
  const running = semaphore.run(of(60 * MILLION), half.run);
  const waiting = semaphore.run(of(50 * MILLION), async () => void order.push('large'));
  await settled();
  expect(order).toEqual([]);
  half.end();
  await Promise.all([running, waiting]);
  const small = semaphore.run(of(10 * MILLION), more.run);
  await semaphore.run(of(50 * MILLION), async () => void order.push('beside'));
  expect(order).toEqual(['large', 'beside']);
  more.end();
  await small;
});

it('a semaphore runs a task that exceeds its capacity alone', async () => {
  const semaphore = open({ waitSeconds: 1e6 });
  const first = task();
  const running = semaphore.run(of(1), first.run);
  const giant = task();
  const order: string[] = [];
  const waiting = semaphore.run(of(5000 * MILLION), () => {
    order.push('giant');
    return giant.run();
  });
  await settled();
  expect(order).toEqual([]);
  first.end();
  await running;
  const after = semaphore.run(of(1), async () => void order.push('after'));
  await settled();
  expect(order).toEqual(['giant']);
  giant.end();
  await Promise.all([waiting, after]);
  expect(order).toEqual(['giant', 'after']);
});

it('a semaphore admits tasks in order: small ones do not overtake a large one, and continue after it', async () => {
  const semaphore = open();
  const first = task();
  const order: string[] = [];
  const running = semaphore.run(of(20 * MILLION), first.run);
  const large = semaphore.run(of(90 * MILLION), async () => void order.push('large'));
  // These would fit beside the first task, but arrived after the large one.
  const small = [1, 2, 3].map((at) => semaphore.run(of(1), async () => void order.push(`small ${at}`)));
  await settled();
  expect(order).toEqual([]);
  first.end();
  await running;
  const late = semaphore.run(of(1), async () => void order.push('late'));
  await Promise.all([large, ...small, late]);
  expect(order).toEqual(['large', 'small 1', 'small 2', 'small 3', 'late']);
});

it('a semaphore refuses a task at once if its estimated wait is too long, with the estimate as Retry-After', async () => {
  const semaphore = open({ tasks: 1 });
  const first = task();
  const cost: Cost = { bytes: MILLION, seconds: 6 };
  const admitted = [semaphore.run(cost, first.run), semaphore.run(cost, async () => 'second')];
  await expect(semaphore.run(of(1), async () => 'third')).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining('Try again in 12 seconds.'),
    details: { retryAfterSeconds: 12 },
  });
  first.end();
  expect(await Promise.all(admitted)).toEqual([undefined, 'second']);
  expect(await semaphore.run(cost, async () => 'later')).toBe('later');
});

it('a semaphore counts the seconds of tasks without bytes, so that thousands of them cannot queue', async () => {
  const semaphore = open();
  const small: Cost = { bytes: 0, seconds: 0.1 };
  const held = [task(), task()];
  const running = held.map(({ run }) => semaphore.run(small, run));
  const tiny = Array.from({ length: 1000 }, () => semaphore.run(small, async () => 'done').catch((error) => error.code));
  await settled();
  for (const { end } of held) end();
  const outcomes = await Promise.all(tiny);
  await Promise.all(running);
  const waited = outcomes.filter((outcome) => outcome === 'done').length;
  expect(waited).toBeGreaterThan(0);
  expect(waited * small.seconds).toBeLessThanOrEqual(BOUNDS.tasks * BOUNDS.waitSeconds + 1);
});

it.each([
  ['that fill it one by one wait as long as on one core', MAX_DECODED_BYTES, 1],
  ['of which three fit in parallel wait as long as on three cores', MAX_DECODED_BYTES / 3.5, 3],
  ['that need little memory use all cores', 1000, 16],
])('in a semaphore for sixteen cores, pictures %s', async (_name, bytes, sideBySide) => {
  const semaphore = createSemaphore({ tasks: 16 });
  const first = task();
  const cost: Cost = { bytes, seconds: 2 };
  const all = Array.from({ length: 100 }, () =>
    semaphore.run(cost, first.run).then(
      () => 'done',
      (error) => error.details,
    ),
  );
  const refused = { retryAfterSeconds: expect.any(Number) };
  expect(await all.at(-1)).toEqual(refused);
  first.end();
  const outcomes = await Promise.all(all);
  const admitted = outcomes.filter((outcome) => outcome === 'done').length;
  expect(admitted).toBe(Math.floor((MAX_WAIT_SECONDS * sideBySide) / cost.seconds) + 1);
});

it('a semaphore ends a wait at the maximum, if earlier tasks take longer than estimated', async () => {
  vi.useFakeTimers();
  const semaphore = open({ tasks: 1 });
  const stuck = task();
  const running = semaphore.run(of(MILLION), stuck.run);
  const refused = expect(semaphore.run(of(MILLION), async () => 'never')).rejects.toMatchObject({
    code: 'busy',
    details: { retryAfterSeconds: expect.any(Number) },
  });
  await vi.advanceTimersByTimeAsync(9_999);
  // Not the number of timers: what other tests left running in this process may set some.
  const [set, clear] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
  const patient = semaphore.run(of(MILLION), async () => 'in time');
  const timer = set.mock.results.at(-1)?.value;
  await vi.advanceTimersByTimeAsync(1);
  await refused;
  stuck.end();
  expect(await patient).toBe('in time');
  await running;
  expect(timer).toBeDefined();
  expect(clear).toHaveBeenCalledWith(timer);
});

it('a semaphore admits smaller tasks when a large one ahead of them stops waiting', async () => {
  vi.useFakeTimers();
  const semaphore = open();
  const first = task();
  const running = semaphore.run(of(20 * MILLION), first.run);
  const large = expect(semaphore.run(of(90 * MILLION), async () => 'never')).rejects.toMatchObject({ code: 'busy' });
  await vi.advanceTimersByTimeAsync(5_000);
  const small = semaphore.run(of(MILLION), async () => 'small');
  await vi.advanceTimersByTimeAsync(5_000);
  await large;
  expect(await small).toBe('small');
  first.end();
  await running;
});

it('a semaphore releases the slot of a task that fails, and passes on its error', async () => {
  const semaphore = open({ tasks: 1 });
  const first = task();
  const failing = semaphore.run(of(1), first.run);
  const waiting = semaphore.run(of(1), async () => 'next');
  first.fail(new Error('no'));
  await expect(failing).rejects.toThrow('no');
  expect(await waiting).toBe('next');
  const throwing = semaphore.run(of(1), () => {
    throw new Error('at once');
  });
  await expect(throwing).rejects.toThrow('at once');
  expect(await semaphore.run(of(1), async () => 'still open')).toBe('still open');
});
