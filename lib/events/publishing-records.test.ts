import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AvatarError } from '@/lib/errors';
import { sharedRecords } from '@/testing/memory/records';
import { hex, newAvatar, newPerson } from '@/testing/records';
import { createEvents, type Event } from './events';
import { publishingRecords } from './publishing-records';

const shared = sharedRecords();

function publishing() {
  const published: Event[] = [];
  const reported: unknown[] = [];
  const events = createEvents((error) => reported.push(error));
  events.subscribe((event) => {
    published.push(event);
  });
  return { events, published, reported, records: publishingRecords(shared(), events) };
}

const at = expect.any(Date);

describe('a committed change is published once', () => {
  it('when a picture is saved, described, removed and restored, each with the new version', async () => {
    const { records, published } = publishing();
    const { id: userId } = await newPerson(shared());
    const { avatar } = await records.save(userId, newAvatar());
    await records.describe(userId, 'Ada at the sea');
    await records.point(userId, null);
    await records.point(userId, avatar?.id ?? 0);
    const types = ['picture-changed', 'picture-described', 'picture-changed', 'picture-changed'];
    expect(published).toEqual(types.map((type, index) => ({ type, userId, version: index + 2, at })));
    expect((await records.stateOf(userId))?.version).toBe(5);
  });

  it('when an account is created, and when its keys are created, renewed and deleted', async () => {
    const { records, published } = publishing();
    const { id: userId, email } = await newPerson(records);
    const [old, next] = [hex(32), hex(32)];
    const fields = { userId, lastFour: 'abcd', label: 'test', scopes: ['avatar:read'] as const, expiresAt: null };
    const key = await records.createKey({ ...fields, sha256: old });
    expect(await records.renewKey(old, { sha256: next, lastFour: 'next' })).toBe(userId);
    expect(await records.deleteKey(userId, key.id)).toBe(true);
    const changed = { type: 'account-changed', userId, at };
    expect(published).toEqual([{ ...changed, hashes: [hash('md5', email), hash('sha256', email)] }, changed, changed, changed]);
  });

  it('when an account with an internationalised domain is created, with the hashes of both spellings', async () => {
    const { records, published } = publishing();
    const local = hex(8);
    const email = `${local}@xn--mnchen-3ya.example`;
    await records.createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey: hex() });
    const unicode = `${local}@münchen.example`;
    const hashes = [hash('md5', email), hash('sha256', email), hash('md5', unicode), hash('sha256', unicode)];
    expect(published).toMatchObject([{ type: 'account-changed', hashes }]);
  });

  it('when a person of a provider takes an address, for both accounts: a picture that it showed is not needed any more', async () => {
    const { records, published } = publishing();
    const { id: lostBy, email } = await newPerson(shared());
    const account = { issuer: 'https://sso.example.org', subject: hex(8) };
    const { person } = await records.openWithIdentity(account, { email, name: 'Ada', generatedKey: hex() }, true);
    expect(published).toEqual([
      { type: 'account-changed', userId: lostBy, isPictureChanged: true, at },
      { type: 'account-changed', userId: person.id, hashes: [hash('md5', email), hash('sha256', email)], at },
    ]);
  });

  it('when an administrator changes the policy, with who did', async () => {
    const { records, published } = publishing();
    const policy = await records.changePolicy({ maxAvatarBytes: 20_000 }, 7);
    expect(published).toEqual([{ type: 'policy-changed', policy, by: 7, at }]);
    expect(policy.maxAvatarBytes).toBe(20_000);
    await shared().changePolicy({ maxAvatarBytes: null }, 7);
  });
});

describe('a change that may be committed without an acknowledgement is published without its outcome', () => {
  const down = new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 });
  const afterwards =
    <P extends unknown[], T>(write: (...parameters: P) => Promise<T>) =>
    async (...parameters: P): Promise<T> => {
      await write(...parameters);
      throw down;
    };

  it('so that the picture, the account and the policy are read again', async () => {
    const stored = shared();
    const { events, published } = publishing();
    const lost = publishingRecords(
      {
        ...stored,
        save: afterwards(stored.save),
        point: afterwards(stored.point),
        describe: afterwards(stored.describe),
        createPerson: afterwards(stored.createPerson),
        changePolicy: afterwards(stored.changePolicy),
      },
      events,
    );
    const { id: userId } = await newPerson(stored);
    await expect(lost.save(userId, newAvatar())).rejects.toBe(down);
    await expect(lost.describe(userId, 'Ada')).rejects.toBe(down);
    await expect(lost.point(userId, null)).rejects.toBe(down);
    expect((await stored.stateOf(userId))?.version).toBe(4);
    const email = `${hex(8)}@example.org`;
    await expect(lost.createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey: hex() })).rejects.toBe(down);
    await expect(lost.changePolicy({ maxAvatarBytes: null }, 7)).rejects.toBe(down);
    const uncertain = { type: 'picture-uncertain', userId, at };
    expect(published).toEqual([
      uncertain,
      uncertain,
      uncertain,
      { type: 'account-changed', userId: 0, hashes: [hash('md5', email), hash('sha256', email)], at },
      { type: 'policy-changed', by: 7, at },
    ]);
  });
});

describe('nothing is published', () => {
  it('when a change is refused', async () => {
    const { records, published } = publishing();
    const { id: userId, email } = await newPerson(shared());
    const outdated = { code: 'precondition_failed' };
    await expect(records.save(userId, newAvatar(), 9)).rejects.toMatchObject(outdated);
    await expect(records.point(userId, null, 9)).rejects.toMatchObject(outdated);
    await expect(records.describe(userId, 'Ada', 9)).rejects.toMatchObject(outdated);
    const taken = { email, name: 'Eve', passwordHash: 'a hash', generatedKey: hex() };
    await expect(records.createPerson(taken)).rejects.toMatchObject({ code: 'email_taken' });
    expect(await records.deleteKey(userId, 1)).toBe(false);
    expect(await records.renewKey(hex(32), { sha256: hex(32), lastFour: 'next' })).toBeNull();
    expect(published).toEqual([]);
  });

  it('to a listener that has unsubscribed', async () => {
    const { records, events, published } = publishing();
    const heard: Event[] = [];
    const unsubscribe = events.subscribe((event) => {
      heard.push(event);
    });
    await newPerson(records);
    unsubscribe();
    await newPerson(records);
    expect([heard.length, published.length]).toEqual([1, 2]);
  });
});

it('a listener that fails is reported, and the change and the other listeners go on', async () => {
  const { records, events, published, reported } = publishing();
  events.subscribe(() => {
    throw new Error('A cache failed');
  });
  events.subscribe(async () => {
    throw new Error('A webhook failed');
  });
  const after: Event[] = [];
  events.subscribe((event) => {
    after.push(event);
  });
  const { id: userId } = await newPerson(shared());
  expect(await records.save(userId, newAvatar())).toMatchObject({ version: 2 });
  await expect.poll(() => reported).toEqual([new Error('A cache failed'), new Error('A webhook failed')]);
  expect([published.length, after.length]).toEqual([1, 1]);
});
