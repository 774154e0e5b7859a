import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startDiskHistory } from './disk-history';

const HOUR_MS = 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);

beforeEach(() => {
  // Only what the history uses: timers of other modules of this thread would fire millions of times in 200 hours.
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('the free space is measured at the start and each hour, without measurements that fail', async () => {
  const free = [100, 90, null, 70];
  const history = startDiskHistory(async () => free.shift() ?? Promise.reject(new Error('EIO')));
  await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
  history.close();
  await vi.advanceTimersByTimeAsync(10 * HOUR_MS);
  expect(history.samples()).toEqual([
    { at: START, freeBytes: 100 },
    { at: START + HOUR_MS, freeBytes: 90 },
    { at: START + 3 * HOUR_MS, freeBytes: 70 },
  ]);
});

it('measurements of the last week are kept', async () => {
  const history = startDiskHistory(async () => 100);
  await vi.advanceTimersByTimeAsync(200 * HOUR_MS);
  history.close();
  expect([history.samples().length, history.samples()[0]?.at]).toEqual([168, START + 33 * HOUR_MS]);
});
