import { afterEach, expect, it, vi } from 'vitest';
import type { Policy } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { createPolicyCache } from './policy-cache';

const OPEN: Policy = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };
const LOCKED: Policy = { ...OPEN, avatarChangesDisabled: true };
const unavailable = () =>
  Promise.reject(new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 }));

function cached() {
  const database = { answer: async (): Promise<Policy> => OPEN, clock: 0 };
  const records = { policy: () => database.answer(), changePolicy: async () => LOCKED };
  return { database, policies: createPolicyCache(records, () => database.clock) };
}

afterEach(() => {
  vi.useRealTimers();
});

it('comes from the database while it answers', async () => {
  const { database, policies } = cached();
  expect(await policies.policy()).toEqual(OPEN);
  database.answer = async () => LOCKED;
  expect(await policies.policy()).toEqual(LOCKED);
});

it('is the cached one while the database is down or slow', async () => {
  const { database, policies } = cached();
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
  const { database, policies } = cached();
  database.answer = unavailable;
  await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
  await policies.changePolicy({}, 1);
  database.clock = 60_001;
  await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
});
