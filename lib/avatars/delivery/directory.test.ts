import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AddressPicture } from '@/lib/accounts/addresses/ports';
import { AvatarError } from '@/lib/errors';
import { createEvents } from '@/lib/events/events';
import { publishingRecords } from '@/lib/events/publishing-records';
import { createTrust } from '@/lib/events/trust';
import { createMemoryRecords } from '@/testing/memory/records';
import { newAvatar, newPerson } from '@/testing/records';
import { LAST_KNOWN_MS } from '../limits';
import { createDirectory, type Directory } from './directory';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A directory over records that count what is read, and can be made to fail or to wait. */
function setUp() {
  const events = createEvents(() => expect.unreachable());
  const stored = createMemoryRecords();
  const records = publishingRecords(stored, events);
  const database = { reads: 0, isDown: false, meanwhile: async () => {}, clock: 0, lastKnown: 0 };
  const read = async <T>(run: () => Promise<T>): Promise<T> => {
    database.reads += 1;
    if (database.isDown) throw new AvatarError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 });
    const found = await run();
    await database.meanwhile();
    return found;
  };
  const trust = createTrust(true);
  const directory = createDirectory({
    records: {
      stateOf: (userId) => read(() => stored.stateOf(userId)),
      stateByEmailHash: (...question) => read(() => stored.stateByEmailHash(...question)),
      stateByEmail: (...question) => read(() => stored.stateByEmail(...question)),
      ownerOf: (key) => read(() => stored.ownerOf(key)),
    },
    events,
    trust,
    onLastKnown: () => {
      database.lastKnown += 1;
    },
    now: () => database.clock,
  });
  return { directory, records, stored, events, trust, database };
}

let setting: ReturnType<typeof setUp>;
let person: Awaited<ReturnType<typeof newPerson>>;
beforeEach(async () => {
  setting = setUp();
  person = await newPerson(setting.records);
  await setting.records.save(person.id, newAvatar());
});

/** The ways to ask for the picture of one person. */
const QUESTIONS: [by: string, ask: (directory: Directory) => Promise<unknown>][] = [
  ['id', (directory) => directory.stateOf(person.id)],
  ['e-mail hash', (directory) => directory.stateByEmailHash(sha256(person.email))],
  ['key of the generated avatar', (directory) => directory.ownerOf(person.generatedKey)],
];

it('the key of the picture that a person shows is known with the person', async () => {
  const { directory, records, database } = setting;
  const state = await directory.stateByEmailHash(sha256(person.email));
  const key = state?.avatar?.key ?? '';
  expect(await directory.ownerOf(key)).toEqual({ kind: 'upload', userId: person.id, avatar: state?.avatar, current: true });
  expect(database.reads).toBe(1);
  await records.point(person.id, null);
  expect(await directory.stateOf(person.id)).toMatchObject({ avatar: null });
  expect(await directory.ownerOf(person.generatedKey)).toEqual({ kind: 'generated', userId: person.id });
  expect(database.reads).toBe(2);
  expect(await directory.ownerOf(key)).toMatchObject({ kind: 'upload', current: false });
  expect(database.reads).toBe(3);
});

describe.each(QUESTIONS)('a person who is looked up by %s', (_by, ask) => {
  it('is read from the database once, and again after each change', async () => {
    const { directory, records, database } = setting;
    const first = await ask(directory);
    expect(await ask(directory)).toBe(first);
    expect(database.reads).toBe(1);
    await records.point(person.id, null);
    await ask(directory);
    await records.describe(person.id, 'Ada').catch(() => {});
    await ask(directory);
    expect(database.reads).toBe(2);
  });

  it('is not kept if a change comes while it is read', async () => {
    const { directory, records, database } = setting;
    database.meanwhile = async () => {
      database.meanwhile = async () => {};
      await records.save(person.id, newAvatar());
    };
    await ask(directory);
    await ask(directory);
    expect(database.reads).toBe(2);
  });

  it('is read each time while changes of other processes are not heard, and once more after', async () => {
    const { directory, stored, trust, database } = setting;
    await ask(directory);
    trust.set(false);
    await ask(directory);
    await ask(directory);
    expect(database.reads).toBe(3);
    await stored.point(person.id, null);
    trust.set(true);
    await ask(directory);
    await ask(directory);
    expect(database.reads).toBe(4);
  });

  it('is the last known one for ten minutes while neither changes nor the database can be read', async () => {
    const { directory, trust, database } = setting;
    const known = await ask(directory);
    database.isDown = true;
    trust.set(false);
    database.clock = LAST_KNOWN_MS - 1;
    expect(await ask(directory)).toEqual(known);
    expect(database.lastKnown).toBe(1);
    database.clock = LAST_KNOWN_MS;
    await expect(ask(directory)).rejects.toMatchObject({ code: 'database_unavailable' });
    database.isDown = false;
    expect(await ask(directory)).toEqual(known);
  });

  it('is an error without the database if nothing is known', async () => {
    setting.database.isDown = true;
    await expect(ask(setting.directory)).rejects.toMatchObject({ code: 'database_unavailable' });
  });
});

it('shows the new picture after each change, by id, hash and key', async () => {
  const { directory, records } = setting;
  for (let change = 0; change < 3; change += 1) {
    const { avatar, version } = await records.save(person.id, newAvatar());
    for (const state of [await directory.stateOf(person.id), await directory.stateByEmailHash(sha256(person.email))]) {
      expect(state).toMatchObject({ version, avatar: { key: avatar?.key } });
    }
    expect(await directory.ownerOf(avatar?.key ?? '')).toMatchObject({ kind: 'upload', current: true });
  }
});

it('a key that is no longer current is not kept as current', async () => {
  const { directory, records } = setting;
  const key = (await directory.stateOf(person.id))?.avatar?.key ?? '';
  expect(await directory.ownerOf(key)).toMatchObject({ current: true });
  await records.point(person.id, null);
  expect(await directory.ownerOf(key)).toMatchObject({ current: false });
});

it('a hash without an account is read once, until someone opens an account with its address', async () => {
  const { directory, records, database } = setting;
  const email = 'grace@example.org';
  for (let time = 0; time < 3; time += 1) expect(await directory.stateByEmailHash(sha256(email))).toBeNull();
  expect(database.reads).toBe(1);
  const { id } = await records.createPerson({ email, name: 'Grace', passwordHash: 'a hash', generatedKey: 'a'.repeat(40) });
  expect((await directory.stateByEmailHash(sha256(email)))?.person.id).toBe(id);
});

it('an announcement of the database forgets nothing that is known to be newer', async () => {
  const { directory, events, database } = setting;
  const state = await directory.stateOf(person.id);
  const version = state?.version ?? 0;
  const changes: number[] = [];
  directory.onChange((changed) => changes.push(changed?.userId ?? 0));
  const announce = (announced: number) =>
    events.publish({ type: 'picture-changed', userId: person.id, version: announced, at: new Date(), origin: 'database' });
  announce(version);
  expect(await directory.stateOf(person.id)).toBe(state);
  announce(version + 1);
  await directory.stateOf(person.id);
  expect(changes).toEqual([person.id]);
  expect(database.reads).toBe(2);
});

describe('an address that shows another picture', () => {
  it('is read once, with its key, and again after each change of the address or the account', async () => {
    const { directory, records, database } = setting;
    const earlier = (await records.stateOf(person.id))?.avatar;
    const { avatar } = await records.save(person.id, newAvatar());
    const [address] = await records.addressesOf(person.id);
    const change = (shows: AddressPicture) => records.changeAddress(person.id, address?.id ?? 0, { shows });
    const shown = async () => {
      const state = await directory.stateByEmailHash(sha256(person.email));
      return [state?.shows, state?.avatar?.key, database.reads];
    };
    await change({ avatarId: earlier?.id ?? 0 });
    expect(await shown()).toEqual(['version', earlier?.key, 1]);
    expect(await directory.ownerOf(earlier?.key ?? '')).toMatchObject({ kind: 'upload', current: true });
    expect(await shown()).toEqual(['version', earlier?.key, 1]);
    expect(await directory.stateOf(person.id)).toMatchObject({ avatar: { key: avatar?.key } });
    expect(database.reads).toBe(2);
    await change('none');
    expect(await shown()).toEqual(['none', undefined, 3]);
    expect(await directory.ownerOf(earlier?.key ?? '')).toMatchObject({ current: false });
    await change('account');
    expect(await shown()).toEqual(['account', avatar?.key, 5]);
    await records.point(person.id, null);
    expect(await shown()).toEqual(['account', undefined, 6]);
  });

  it('is read again after an announcement of the database, also if the account was read since', async () => {
    const { directory, records, stored, events } = setting;
    const earlier = (await records.stateOf(person.id))?.avatar;
    const [address] = await records.addressesOf(person.id);
    await records.changeAddress(person.id, address?.id ?? 0, { shows: { avatarId: earlier?.id ?? 0 } });
    await directory.stateByEmailHash(sha256(person.email));
    // Another process: an administrator sets the picture, of every address.
    const moderation = { by: 'administrator' as const, reason: 'It shows another person' };
    const { version, avatar } = await stored.save(person.id, newAvatar(), undefined, 'upload', moderation);
    await directory.stateOf(person.id);
    events.publish({ type: 'picture-changed', userId: person.id, version, at: new Date(), origin: 'database' });
    expect(await directory.stateByEmailHash(sha256(person.email))).toMatchObject({ shows: 'account', avatar: { key: avatar?.key } });
  });
});

it('a policy that switches look-ups by hash off and on holds for every hash at once', async () => {
  const { directory, records } = setting;
  const found = async () => (await directory.stateByEmailHash(sha256(person.email)))?.person.id ?? null;
  expect(await found()).toBe(person.id);
  await records.changePolicy({ hashLookup: false }, person.id);
  expect(await found()).toBeNull();
  expect((await directory.stateOf(person.id))?.person.id).toBe(person.id);
  await records.changePolicy({ hashLookup: true }, person.id);
  expect(await found()).toBe(person.id);
});
