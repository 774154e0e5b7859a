import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { insuredCounters } from '@/lib/accounts/counters';
import { createDirectory } from '@/lib/avatars/delivery/directory';
import { MIN_FREE_BYTES } from '@/lib/avatars/limits';
import { atMostOnceASecond, createOutage, QUIET_MS } from '@/lib/db/outage';
import { createPolicyCache } from '@/lib/db/policy-cache';
import { AvatarError } from '@/lib/errors';
import { createEvents } from '@/lib/events/events';
import { createTrust } from '@/lib/events/trust';
import { createDiskSpace } from '@/lib/storage/disk-space';
import { createMemoryRecords } from '@/testing/memory/records';
import { newPerson } from '@/testing/records';

const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const unavailable = () => new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 });
const unexpected = () => expect.unreachable();

describe.each([
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
])('after the clock was set %s', (_name, jump) => {
  const setClock = () => vi.setSystemTime(Date.now() + jump);

  it('a disk with room again accepts changes after a second', async () => {
    let free = 0;
    const space = createDiskSpace({ freeBytes: async () => free, onChange: () => {} });
    expect(await space.isLow()).toBe(true);
    setClock();
    free = MIN_FREE_BYTES;
    expect(await space.isLow()).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(await space.isLow()).toBe(false);
  });

  it('the health of the database is asked for once in a second, and not less often', async () => {
    let asked = 0;
    const ping = atMostOnceASecond(async () => {
      asked += 1;
    });
    await ping();
    setClock();
    await ping();
    expect(asked).toBe(1);
    vi.advanceTimersByTime(1_000);
    await ping();
    expect(asked).toBe(2);
  });

  it('the end of an outage is logged, with its length', async () => {
    const logged: unknown[] = [];
    const outage = createOutage({ error: () => {}, info: (fields, message) => logged.push({ ...fields, message }) });
    const down = Object.assign(new Error('Cannot reach the database server'), { code: 'P1001' });
    await expect(outage.watch(() => Promise.reject(down))).rejects.toMatchObject({ code: 'database_unavailable' });
    vi.advanceTimersByTime(20_000);
    await expect(outage.watch(() => Promise.reject(down))).rejects.toMatchObject({ code: 'database_unavailable' });
    setClock();
    await outage.watch(async () => 'an answer');
    expect(logged).toEqual([]);
    vi.advanceTimersByTime(QUIET_MS);
    await outage.watch(async () => 'an answer');
    expect(logged).toEqual([{ seconds: 20, message: 'The database answers again' }]);
  });

  it('the last known picture is served for ten minutes while the database is down', async () => {
    const [records, trust] = [createMemoryRecords(), createTrust(true)];
    const { id } = await newPerson(records);
    let stateOf = records.stateOf;
    const directory = createDirectory({
      records: { ...records, stateOf: (userId) => stateOf(userId) },
      events: createEvents(unexpected),
      trust,
    });
    const known = await directory.stateOf(id);
    stateOf = () => Promise.reject(unavailable());
    trust.set(false);
    setClock();
    vi.advanceTimersByTime(10 * MINUTE_MS - 1);
    expect(await directory.stateOf(id)).toBe(known);
    vi.advanceTimersByTime(1);
    await expect(directory.stateOf(id)).rejects.toMatchObject({ code: 'database_unavailable' });
  });

  it('the last known policy is used for a minute while the database is down', async () => {
    const [records, trust] = [createMemoryRecords(), createTrust(true)];
    let policy = records.policy;
    const policies = createPolicyCache({ records: { ...records, policy: () => policy() }, events: createEvents(unexpected), trust });
    const known = await policies.policy();
    policy = () => Promise.reject(unavailable());
    trust.set(false);
    setClock();
    vi.advanceTimersByTime(MINUTE_MS);
    expect(await policies.policy()).toEqual(known);
    vi.advanceTimersByTime(1);
    await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
  });

  it('a store of rate limits that failed is asked again after a second', async () => {
    let asked = 0;
    const counted = { count: 1, msBeforeNext: 1_000 };
    const own = { add: async () => counted, takeBack: async () => {} };
    async function fail(): Promise<never> {
      asked += 1;
      throw new Error('The store is gone');
    }
    const log = { error: () => {}, info: () => {} };
    const counter = insuredCounters(
      () => ({ add: fail, takeBack: fail }),
      () => own,
      log,
    )('a limit', { points: 1, seconds: 1 });
    expect(await counter.add('Ada')).toEqual(counted);
    setClock();
    expect(await counter.add('Ada')).toEqual(counted);
    expect(asked).toBe(1);
    vi.advanceTimersByTime(1_000);
    await counter.add('Ada');
    expect(asked).toBe(2);
  });
});
