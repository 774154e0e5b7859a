import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FIRST_RUN_MS, startMaintenance } from './maintenance';
import type { Lease } from './ports';

const ALONE: Lease = { run: (task, signal) => task(signal) };
const HOUR_MS = 60 * 60 * 1000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Maintenance whose runs are counted. A sweep ends when `end` is called. */
function started(lease = ALONE, isLow = false, hourly = true) {
  const runs = { sweeps: 0, refreshes: 0, expiries: 0, erasures: 0 };
  const logged: unknown[] = [];
  const reported: unknown[] = [];
  let end = (_failure?: Error) => {};
  const maintenance = startMaintenance({
    avatars: {
      sweep(signal) {
        runs.sweeps += 1;
        return new Promise((resolve, reject) => {
          end = (failure) => (failure ? reject(failure) : resolve({ renditions: 3, originals: 1 }));
          signal?.addEventListener('abort', () => end());
        });
      },
      async refreshGravatars() {
        runs.refreshes += 1;
      },
    },
    erasures: {
      async run() {
        runs.erasures += 1;
      },
    },
    expire: () => [
      (async () => {
        runs.expiries += 1;
      })(),
    ],
    lease,
    hourly,
    diskSpace: { isLow: async () => isLow },
    report: (error) => reported.push(error),
    log: { info: (fields, message) => logged.push({ ...fields, message }) },
  });
  return { maintenance, runs, logged, reported, end: (failure?: Error) => end(failure) };
}

describe('maintenance', () => {
  it('runs soon after the start and every hour, and says what it deleted', async () => {
    const { maintenance, runs, logged, end } = started();
    await vi.advanceTimersByTimeAsync(FIRST_RUN_MS - 1);
    expect(runs).toEqual({ sweeps: 0, refreshes: 0, expiries: 0, erasures: 0 });
    await vi.advanceTimersByTimeAsync(1_501);
    end();
    await vi.advanceTimersByTimeAsync(HOUR_MS - FIRST_RUN_MS - 1_501);
    expect(runs).toEqual({ sweeps: 1, refreshes: 1, expiries: 1, erasures: 1 });
    expect(logged).toEqual([{ renditions: 3, originals: 1, seconds: 1.5, message: 'Swept the storage' }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toEqual({ sweeps: 2, refreshes: 2, expiries: 2, erasures: 2 });
    await maintenance.close();
  });

  it('without a timer – runs only on request, and tells what it did', async () => {
    const { maintenance, runs, end } = started(ALONE, false, false);
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(runs).toEqual({ sweeps: 0, refreshes: 0, expiries: 0, erasures: 0 });
    const running = maintenance.run();
    await vi.advanceTimersByTimeAsync(0);
    end();
    expect(await running).toEqual({ ran: true, renditions: 3, originals: 1, failures: 0 });
    const failing = maintenance.run();
    await vi.advanceTimersByTimeAsync(0);
    end(new Error('Told to fail'));
    expect(await failing).toEqual({ ran: true, renditions: 0, originals: 0, failures: 1 });
    await maintenance.close();
  });

  it('tells that another process has it', async () => {
    const { maintenance } = started({ run: async () => undefined }, false, false);
    expect(await maintenance.run()).toEqual({ ran: false, renditions: 0, originals: 0, failures: 0 });
    await maintenance.close();
  });

  it('does not start again while it is in progress', async () => {
    const { maintenance, runs } = started();
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(runs).toEqual({ sweeps: 1, refreshes: 1, expiries: 1, erasures: 1 });
    await maintenance.close();
  });

  it('does nothing while another process holds the lease', async () => {
    const { maintenance, runs, logged } = started({ run: async () => undefined });
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    await maintenance.close();
    expect([runs, logged]).toEqual([{ sweeps: 0, refreshes: 0, expiries: 0, erasures: 0 }, []]);
  });

  it('leaves copies from Gravatar as they are while the disk is full', async () => {
    const { maintenance, runs } = started(ALONE, true);
    await vi.advanceTimersByTimeAsync(FIRST_RUN_MS);
    await maintenance.close();
    expect(runs).toEqual({ sweeps: 1, refreshes: 0, expiries: 1, erasures: 1 });
  });

  it('that fails is reported, and runs again after an hour', async () => {
    const failure = new Error('The storage is gone');
    const { maintenance, runs, reported, end } = started();
    await vi.advanceTimersByTimeAsync(FIRST_RUN_MS);
    end(failure);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect([runs.sweeps, reported]).toEqual([2, [failure]]);
    await maintenance.close();
  });

  it('that has not begun when the server stops never does', async () => {
    const { maintenance, runs } = started();
    await vi.advanceTimersByTimeAsync(FIRST_RUN_MS - 1);
    await maintenance.close();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect([runs.sweeps, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('stops when the server stops, and says so', async () => {
    const { maintenance, logged } = started();
    await vi.advanceTimersByTimeAsync(FIRST_RUN_MS + 200);
    await maintenance.close();
    expect(logged).toEqual([{ renditions: 3, originals: 1, seconds: 0.2, message: 'Stopped sweeping the storage' }]);
  });
});
