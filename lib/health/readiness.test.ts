import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Checks, createReadiness } from './readiness';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ok = async () => {};
const hanging = () => new Promise<never>(() => {});
const OK = { database: 'ok', storage: 'ok', decoder: 'ok', disk: 'ok' };

function open(replaced: Partial<Checks> = {}) {
  const changes: unknown[] = [];
  const line = (level: string) => (fields: object, message: string) => changes.push({ level, message, ...fields });
  const log = { error: line('error'), info: line('info') };
  return { changes, readiness: createReadiness({ database: ok, storage: ok, decoder: ok, disk: ok, ...replaced }, log) };
}

it('a server whose dependencies all work is ready', async () => {
  const { readiness, changes } = open();
  expect(await readiness()).toEqual({ ready: true, checks: OK });
  expect(changes).toEqual([]);
});

it.each(['database', 'storage', 'decoder', 'disk'] as const)('a failure of the %s is named, and the other results stay', async (name) => {
  const error = new Error('connect ECONNREFUSED 10.0.0.5:5432');
  const { readiness, changes } = open({ [name]: () => Promise.reject(error) });
  expect(await readiness()).toEqual({ ready: false, checks: { ...OK, [name]: 'failed' } });
  expect(changes).toEqual([{ level: 'error', message: 'Readiness changed', check: name, result: 'failed', err: error }]);
});

it('checks that hang delay the answer by three seconds together, and are not started again', async () => {
  const storage = vi.fn(hanging);
  const { readiness } = open({ storage, database: hanging });
  for (let round = 0; round < 3; round += 1) {
    const answer = readiness();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await answer).toEqual({ ready: false, checks: { ...OK, storage: 'timeout', database: 'timeout' } });
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(storage).toHaveBeenCalledTimes(1);
});

it('a thousand probes within a second run each check once, and a probe after it runs it again', async () => {
  const database = vi.fn(ok);
  const { readiness } = open({ database });
  await Promise.all(Array.from({ length: 1000 }, readiness));
  await vi.advanceTimersByTimeAsync(999);
  await readiness();
  expect(database).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await readiness();
  expect(database).toHaveBeenCalledTimes(2);
});

it('an outage is reported when it begins and when it ends', async () => {
  let works = true;
  const { readiness, changes } = open({ storage: async () => (works ? undefined : Promise.reject(new Error('down'))) });
  for (const state of [true, false, false, true, true]) {
    works = state;
    await readiness();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(changes).toEqual([
    { level: 'error', message: 'Readiness changed', check: 'storage', result: 'failed', err: new Error('down') },
    { level: 'info', message: 'Readiness changed', check: 'storage', result: 'ok', err: undefined },
  ]);
});
