import { describe, expect, it } from 'vitest';
import { watchedStorage } from '@/testing/core';
import { sharedRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { hex, newAvatar, newPerson } from '@/testing/records';
import { keysBelow } from '@/testing/storage';
import { world } from '@/testing/world';
import { KEPT_DAYS } from './limits';
import { createSweeper } from './sweep';

const records = sharedRecords();

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LATE_MS = (KEPT_DAYS + 1) * DAY_MS;

/** A sweeper that thinks it is so much later. Other tests' people are in the same database, so each storage is the test's own. */
function sweeperIn(storage = watchedStorage(), later = 0) {
  const reported: unknown[] = [];
  const now = () => new Date(Date.now() + later);
  return { storage, reported, ...createSweeper({ records: records(), storage, report: (error) => reported.push(error), now }) };
}

const bytes = new Uint8Array([1, 2, 3]);

describe('the sweeper', () => {
  it('deletes renditions without a record once they are an hour old, and no younger ones', async () => {
    const { storage, sweep } = sweeperIn();
    const orphans = [`renditions/${hex()}/64.webp`, `renditions/${hex()}/128.avif`];
    for (const key of orphans) await storage.put(key, bytes);
    expect(await sweep()).toEqual({ renditions: 0, originals: 0 });
    expect(await sweeperIn(storage, 59 * MINUTE_MS).sweep()).toEqual({ renditions: 0, originals: 0 });
    expect(await keysBelow(storage)).toEqual(orphans.sort());
    expect(await sweeperIn(storage, 61 * MINUTE_MS).sweep()).toEqual({ renditions: 2, originals: 0 });
    expect(await keysBelow(storage)).toEqual([]);
  });

  it('deletes originals without a record only after the days that versions are kept, since they cannot be made again', async () => {
    const { storage } = sweeperIn();
    const { id } = await newPerson(records());
    const { avatar } = await records().save(id, newAvatar());
    const [live, orphan] = [`originals/${avatar?.originalKey}`, `originals/${hex()}`];
    for (const key of [live, orphan]) await storage.put(key, bytes);
    expect(await sweeperIn(storage, KEPT_DAYS * DAY_MS - MINUTE_MS).sweep()).toEqual({ renditions: 0, originals: 0 });
    expect(await sweeperIn(storage, LATE_MS).sweep()).toEqual({ renditions: 0, originals: 1 });
    expect(await keysBelow(storage)).toEqual([live]);
  });

  it('stops between two batches when the server stops, and the next sweep continues', async () => {
    const stop = new AbortController();
    const { storage } = sweeperIn();
    const orphans = Array.from({ length: 1_700 }, () => `renditions/${hex()}/64.webp`);
    for (const key of orphans) await storage.put(key, bytes);
    const deletions: number[] = [];
    const stopping = {
      ...storage,
      async delete(keys: readonly string[]) {
        deletions.push(keys.length);
        if (deletions.length === 2) stop.abort();
        await storage.delete(keys);
      },
    };
    const late = sweeperIn(stopping as typeof storage, DAY_MS);
    expect(await late.sweep(stop.signal)).toEqual({ renditions: 1_000, originals: 0 });
    expect(deletions).toEqual([500, 500]);
    expect(await keysBelow(storage)).toHaveLength(700);
    expect(await late.sweep(AbortSignal.abort())).toEqual({ renditions: 0, originals: 0 });
    const asked: number[] = [];
    const during = new AbortController();
    const counting = {
      ...records(),
      async liveRenditions(keys: string[]) {
        asked.push(keys.length);
        during.abort();
        return records().liveRenditions(keys);
      },
    };
    const now = () => new Date(Date.now() + DAY_MS);
    await createSweeper({ records: counting, storage, report: () => {}, now }).sweep(during.signal);
    expect(asked).toEqual([500]);
    expect(await late.sweep()).toEqual({ renditions: 700, originals: 0 });
  });

  it('deletes no original and reports an error if the database knows none of them: it belongs to another installation', async () => {
    const { storage } = sweeperIn();
    for (const key of [hex(), hex()]) await storage.put(`originals/${key}`, bytes);
    const later = sweeperIn(storage, LATE_MS);
    expect(await later.sweep()).toEqual({ renditions: 0, originals: 0 });
    expect(await keysBelow(storage)).toHaveLength(2);
    expect(String(later.reported)).toContain('None of the 2 uploads in the storage belongs to this database');
  });

  it('never deletes a current picture, a generated avatar, or an original that can be restored', async () => {
    const it = await world(records());
    const upload = await photo(60, 40);
    const { avatar: old } = await it.avatars.replace(it.change, { bytes: upload });
    await it.avatars.replace(it.change, { bytes: upload });
    await it.served({ key: it.generatedKey, size: 20 });
    await it.avatars.settled();
    // The earlier version's renditions can be made again; these came back by themselves.
    await it.storage.put(`renditions/${old?.key}/64.webp`, bytes);
    const before = await keysBelow(it.storage);
    expect(await sweeperIn(it.storage, DAY_MS).sweep()).toEqual({ renditions: 1, originals: 0 });
    expect(await keysBelow(it.storage)).toEqual(before.filter((key) => !key.includes(old?.key ?? '')));
  });

  it('leaves to another process what that process replaced', async () => {
    const it = await world(records());
    await it.avatars.replace(it.change, { bytes: await photo(60, 40) });
    await it.avatars.settled();
    const before = await keysBelow(it.storage);
    const { version } = await records().save(it.userId, newAvatar());
    const event = { type: 'picture-changed', userId: it.userId, version, at: new Date() } as const;
    it.events.publish({ ...event, origin: 'database' });
    await it.avatars.settled();
    expect(await keysBelow(it.storage)).toEqual(before);
    it.events.publish(event);
    await it.avatars.settled();
    expect(await keysBelow(it.storage, 'renditions/')).toEqual([]);
  });

  it('deletes the objects of an upload that crashed between storing and the commit', async () => {
    const upload = await photo(60, 40);
    const it = await world(records(), { save: () => Promise.reject(new Error('crashed')) });
    await expect(it.avatars.replace(it.change, { bytes: upload })).rejects.toThrow('crashed');
    expect(await keysBelow(it.storage)).toHaveLength(5);
    // A person of the same database, so that it is plain that this is the right one.
    const { avatar } = await records().save((await newPerson(records())).id, newAvatar());
    await it.storage.put(`originals/${avatar?.originalKey}`, bytes);
    await sweeperIn(it.storage, LATE_MS).sweep();
    expect(await keysBelow(it.storage)).toEqual([`originals/${avatar?.originalKey}`]);
  });

  it('deletes the objects of an upload that the storage refused half way', async () => {
    const upload = await photo(60, 40);
    const it = await world(records());
    it.storage.fails = ({ operation }, earlier) => operation === 'put' && earlier === 2;
    await expect(it.avatars.replace(it.change, { bytes: upload })).rejects.toMatchObject({ code: 'storage_failed' });
    it.storage.fails = () => false;
    // A person of the same database, so that it is plain that this is the right one.
    const { avatar } = await records().save((await newPerson(records())).id, newAvatar());
    await it.storage.put(`originals/${avatar?.originalKey}`, bytes);
    await sweeperIn(it.storage, LATE_MS).sweep();
    expect(await keysBelow(it.storage)).toEqual([`originals/${avatar?.originalKey}`]);
  });

  it('deletes a version and its original some days after another replaced it', async () => {
    const it = await world(records());
    const upload = await photo(60, 40);
    const { avatar: first } = await it.avatars.replace(it.change, { bytes: upload });
    const { avatar: second } = await it.avatars.replace(it.change, { bytes: upload });
    await it.avatars.settled();
    await sweeperIn(it.storage, KEPT_DAYS * DAY_MS - MINUTE_MS).sweep();
    expect(await it.avatars.history(it.change.principal)).toHaveLength(2);
    await sweeperIn(it.storage, KEPT_DAYS * DAY_MS + MINUTE_MS).sweep();
    expect((await it.avatars.history(it.change.principal)).map(({ id }) => id)).toEqual([second?.id]);
    expect(await keysBelow(it.storage, 'originals/')).toEqual([`originals/${second?.originalKey}`]);
    await expect(it.avatars.restore(it.change, first?.id ?? 0)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps an original as long as one version of it is kept', async () => {
    const { id } = await newPerson(records());
    const storage = watchedStorage();
    const originalKey = hex();
    await storage.put(`originals/${originalKey}`, bytes);
    await records().save(id, newAvatar({ originalKey }));
    await records().save(id, newAvatar({ originalKey }));
    await sweeperIn(storage, (KEPT_DAYS + 1) * DAY_MS).sweep();
    expect(await records().history(id)).toHaveLength(1);
    expect(await keysBelow(storage)).toEqual([`originals/${originalKey}`]);
    await records().point(id, null);
    expect(await sweeperIn(storage, (KEPT_DAYS + 1) * DAY_MS).sweep()).toEqual({ renditions: 0, originals: 1 });
    expect(await keysBelow(storage)).toEqual([]);
  });

  it('handles thousands of objects', async () => {
    const { storage, sweep } = sweeperIn(watchedStorage(), LATE_MS);
    const { id } = await newPerson(records());
    const { avatar } = await records().save(id, newAvatar());
    await storage.put(`originals/${avatar?.originalKey}`, bytes);
    for (let at = 0; at < 1_203; at += 1) await storage.put(`originals/${hex()}`, bytes);
    expect(await sweep()).toEqual({ renditions: 0, originals: 1_203 });
    expect(await keysBelow(storage)).toEqual([`originals/${avatar?.originalKey}`]);
  });

  it('completes after a failure what it could not delete before', async () => {
    const it = await world(records());
    const upload = await photo(60, 40);
    await it.avatars.replace(it.change, { bytes: upload });
    it.storage.fails = ({ operation }) => operation === 'delete';
    const { avatar } = await it.avatars.replace(it.change, { bytes: upload });
    await it.avatars.settled();
    expect(it.reported).toHaveLength(1);
    it.storage.fails = () => false;
    await sweeperIn(it.storage, DAY_MS).sweep();
    const keys = await keysBelow(it.storage, 'renditions/');
    expect(keys.every((key) => key.startsWith(`renditions/${avatar?.key}/`))).toBe(true);
  });
});
