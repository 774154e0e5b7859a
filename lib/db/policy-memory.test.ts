import { expect, it } from 'vitest';
import type { Policy } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { createPolicyMemory } from './policy-memory';

const OPEN: Policy = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };
const LOCKED: Policy = { ...OPEN, avatarChangesDisabled: true };
const unavailable = () => Promise.reject(new AvatarError('database_unavailable', 'The database does not answer.'));

function cached() {
  const database = { answer: async (): Promise<Policy> => OPEN, clock: 0 };
  const records = { policy: () => database.answer(), changePolicy: async () => LOCKED };
  return { database, policies: createPolicyMemory(records, () => database.clock) };
}

it('is what the database says while it answers', async () => {
  const { database, policies } = cached();
  expect(await policies.policy()).toEqual(OPEN);
  database.answer = async () => LOCKED;
  expect(await policies.policy()).toEqual(LOCKED);
});

it('is the last one that is known while it is down, or takes too long', async () => {
  const { database, policies } = cached();
  await policies.changePolicy({}, 1);
  database.answer = unavailable;
  expect(await policies.policy()).toEqual(LOCKED);
  database.answer = () => new Promise(() => {});
  expect(await policies.policy()).toEqual(LOCKED);
});

it('is no longer known after a minute, nor before it was ever read', async () => {
  const { database, policies } = cached();
  database.answer = unavailable;
  await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
  await policies.changePolicy({}, 1);
  database.clock = 60_001;
  await expect(policies.policy()).rejects.toMatchObject({ code: 'database_unavailable' });
});
