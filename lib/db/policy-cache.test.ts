import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Policy } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { createEvents } from '@/lib/events/events';
import { createTrust } from '@/lib/events/trust';
import { createPolicyCache } from './policy-cache';

const OPEN: Policy = {
  avatarChangesDisabled: false,
  maxAvatarBytes: null,
  acceptedFormats: [],
  registration: 'open',
  registrationDomains: [],
  hashLookup: true,
};
const LOCKED: Policy = { ...OPEN, avatarChangesDisabled: true };
const unavailable = () =>
  Promise.reject(new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 }));

function cached(isTrusted: boolean) {
  const database = { answer: async (): Promise<Policy> => OPEN, clock: 0, reads: 0 };
  const policy = () => {
    database.reads += 1;
    return database.answer();
  };
  const [trust, events] = [createTrust(isTrusted), createEvents(() => {})];
  const changed = () => events.publish({ type: 'policy-changed', at: new Date(), origin: 'database' });
  const records = { policy, changePolicy: async () => LOCKED };
  return { database, trust, changed, policies: createPolicyCache({ records, events, trust, now: () => database.clock }) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('while changes of other processes may go unheard, the policy', () => {
  it('comes from the database while it answers', async () => {
    const { database, policies } = cached(false);
    expect(await policies.policy()).toEqual(OPEN);
    database.answer = async () => LOCKED;
    expect(await policies.policy()).toEqual(LOCKED);
  });

  it('is the cached one while the database is down or slow', async () => {
    const { database, policies } = cached(false);
    await policies.changePolicy({}, 1);
    database.answer = unavailable;
    expect(await policies.policy()).toEqual(LOCKED);
    vi.useFakeTimers();
    database.answer = () => new Promise(() => {});
    const slow = policies.policy();
    await vi.advanceTimersByTimeAsync(500);
    expect(await slow).toEqual(LOCKED);
  });

  it('is not cached longer than a minute, nor before the first read', async () => {
    const { database, policies } = cached(false);
    database.answer = unavailable;
    await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
    await policies.changePolicy({}, 1);
    database.clock = 60_001;
    await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
  });
});

describe('while all changes are heard, the policy', () => {
  it('is read once, and again after each change', async () => {
    const { database, changed, policies } = cached(true);
    for (let times = 0; times < 100; times += 1) expect(await policies.policy()).toEqual(OPEN);
    expect(database.reads).toBe(1);
    database.answer = async () => LOCKED;
    changed();
    for (let times = 0; times < 100; times += 1) expect(await policies.policy()).toEqual(LOCKED);
    expect(database.reads).toBe(2);
  });

  it('is not kept from a read that began before the change', async () => {
    const { database, changed, policies } = cached(true);
    let answer = (_policy: Policy) => {};
    database.answer = () => new Promise((resolve) => (answer = resolve));
    const early = policies.policy();
    changed();
    answer(OPEN);
    expect(await early).toEqual(OPEN);
    database.answer = async () => LOCKED;
    expect(await policies.policy()).toEqual(LOCKED);
  });

  it('is read again when trust is back, before anything needs it', async () => {
    const { database, trust, policies } = cached(true);
    await policies.policy();
    trust.set(false);
    database.answer = async () => LOCKED;
    trust.set(true);
    await vi.waitFor(async () => expect(await policies.policy()).toEqual(LOCKED));
    const { reads } = database;
    expect(await policies.policy()).toEqual(LOCKED);
    expect(database.reads).toBe(reads);
  });

  it('is read as soon as changes are heard', async () => {
    const { database, trust } = cached(false);
    trust.set(true);
    expect(database.reads).toBe(1);
  });

  it('is the last known one for a minute after the database went down, however long ago it was read', async () => {
    const { database, trust, policies } = cached(true);
    await policies.policy();
    database.clock = 3_600_000;
    database.answer = unavailable;
    trust.set(false);
    expect(await policies.policy()).toEqual(OPEN);
    database.clock += 60_001;
    await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
  });
});
