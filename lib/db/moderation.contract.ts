import { describe, expect, it } from 'vitest';
import type { Moderation } from '@/lib/avatars/moderation/ports';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

const HOUR_MS = 60 * 60 * 1000;

const REASON = 'It shows another person';

const BY_ADMINISTRATOR: Moderation = { by: 'administrator', reason: REASON };

/** Rules for what administrators decide about the pictures of others. */
export function moderationRecordsContract(records: () => Records): void {
  const until = () => new Date(Date.now() + HOUR_MS);
  const lock = (userId: number) => records().lockPicture(userId, { until: until(), reason: REASON });
  const saved = async (userId: number, fields = {}) => {
    const { avatar } = await records().save(userId, newAvatar(fields));
    if (!avatar) throw new Error('Nothing was saved');
    return avatar;
  };

  describe('a locked picture', () => {
    it('is not changed by the person in any way, and nothing of an attempt is left', async () => {
      const { id } = await newPerson(records());
      const [first] = [await saved(id), await saved(id)];
      const lockedUntil = until();
      expect(await records().lockPicture(id, { until: lockedUntil, reason: REASON })).toEqual({
        lockedUntil,
        notice: { kind: 'locked', reason: REASON, at: expect.any(Date) },
      });
      const before = [await records().stateOf(id), await records().history(id)];
      for (const change of [
        () => records().save(id, newAvatar()),
        () => records().save(id, newAvatar(), undefined, 'gravatar'),
        () => records().point(id, first.id),
        () => records().point(id, null),
        () => records().describe(id, 'Another'),
        () => records().save(id, newAvatar(), undefined, 'upload', { by: 'service-key', reason: REASON }),
      ])
        await expect(change()).rejects.toMatchObject({ code: 'changes_disabled' });
      expect([await records().stateOf(id), await records().history(id)]).toEqual(before);
    });

    it('is changed by administrators, and stays locked', async () => {
      const { id } = await newPerson(records());
      const { lockedUntil } = await lock(id);
      const avatar = newAvatar();
      expect((await records().save(id, avatar, undefined, 'upload', BY_ADMINISTRATOR)).avatar?.key).toBe(avatar.key);
      expect((await records().point(id, null, undefined, 'none', BY_ADMINISTRATOR)).avatar).toBeNull();
      expect(await records().restrictions(id)).toEqual({ lockedUntil, notice: { kind: 'removed', reason: REASON, at: expect.any(Date) } });
    });

    it('is the person’s again once the lock has ended or is taken back', async () => {
      const { id } = await newPerson(records());
      await records().lockPicture(id, { until: new Date(Date.now() - 1), reason: REASON });
      await saved(id);
      await lock(id);
      expect(await records().lockPicture(id, null)).toEqual({ lockedUntil: null, notice: null });
      await saved(id);
    });

    it('is not due for a copy from Gravatar', async () => {
      const { id } = await newPerson(records());
      await records().save(id, newAvatar(), undefined, 'gravatar');
      const isDue = async () => {
        const due = await records().gravatarsDue({ shown: until(), missing: until() }, 1000);
        return due.some(({ person }) => person.id === id);
      };
      expect(await isDue()).toBe(true);
      await lock(id);
      expect(await isDue()).toBe(false);
      await records().lockPicture(id, null);
      expect(await isDue()).toBe(true);
    });
  });

  describe('a picture that others have changed', () => {
    it('comes with a reason, which goes when the person changes it', async () => {
      const { id } = await newPerson(records());
      expect(await records().restrictions(id)).toEqual({ lockedUntil: null, notice: null });
      await records().save(id, newAvatar(), undefined, 'upload', { by: 'service-key', reason: REASON });
      const notice = { kind: 'set', reason: REASON, at: expect.any(Date) };
      expect(await records().restrictions(id)).toEqual({ lockedUntil: null, notice });
      expect(await records().lockPicture(id, null)).toEqual({ lockedUntil: null, notice });
      await saved(id);
      expect(await records().restrictions(id)).toEqual({ lockedUntil: null, notice: null });
    });

    it('that is withdrawn cannot be restored, in any of its framings, and other pictures can', async () => {
      const { id } = await newPerson(records());
      const kept = await saved(id);
      const sourceSha256 = hex(32);
      const [first, framedAnew] = [await saved(id, { sourceSha256 }), await saved(id, { sourceSha256 })];
      const state = await records().point(id, null, undefined, 'none', { ...BY_ADMINISTRATOR, withdraws: true });
      expect(state).toMatchObject({ source: 'none', avatar: null });
      expect((await records().history(id)).map((version) => version.id)).toEqual([kept.id]);
      for (const version of [first, framedAnew]) await expect(records().point(id, version.id)).rejects.toMatchObject({ code: 'not_found' });
      expect(await records().liveOriginals([first.originalKey, framedAnew.originalKey])).toEqual(new Set());
      expect((await records().point(id, kept.id)).avatar?.id).toBe(kept.id);
    });
  });

  describe('a blocked file', () => {
    const remove = (userId: number, blocks: Moderation['blocks']) =>
      records().point(userId, null, undefined, 'none', { ...BY_ADMINISTRATOR, blocks });
    const refused = { code: 'file_blocked' };

    it('of one person does not come back to them, also by an administrator, and others may have it', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const { sourceSha256, id } = await saved(ada.id);
      await remove(ada.id, 'person');
      expect([await records().isFileBlocked(ada.id, sourceSha256), await records().isFileBlocked(eve.id, sourceSha256)]).toEqual([
        true,
        false,
      ]);
      await expect(records().save(ada.id, newAvatar({ sourceSha256 }))).rejects.toMatchObject(refused);
      await expect(records().save(ada.id, newAvatar({ sourceSha256 }), undefined, 'upload', BY_ADMINISTRATOR)).rejects.toMatchObject(
        refused,
      );
      await expect(records().point(ada.id, id)).rejects.toMatchObject(refused);
      await saved(eve.id, { sourceSha256 });
    });

    it('of everyone comes back to no one, until it is unblocked', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const { sourceSha256 } = await saved(ada.id);
      const theirs = await saved(eve.id, { sourceSha256 });
      await saved(eve.id);
      await remove(ada.id, 'everyone');
      await expect(records().save(eve.id, newAvatar({ sourceSha256 }))).rejects.toMatchObject(refused);
      await expect(records().point(eve.id, theirs.id)).rejects.toMatchObject(refused);
      const [blocked = expect.unreachable()] = await records().blockedFiles(1);
      expect(blocked).toEqual({ id: expect.any(Number), sha256: sourceSha256, userId: null, reason: REASON, createdAt: expect.any(Date) });
      expect(await records().unblockFile(blocked.id)).toEqual(blocked);
      expect(await records().unblockFile(blocked.id)).toBeNull();
      await records().point(eve.id, theirs.id);
    });

    it('is listed once, with the last reason, and goes with the account', async () => {
      const { id } = await newPerson(records());
      const { sourceSha256 } = await saved(id);
      await remove(id, 'person');
      const [{ id: blockedId } = expect.unreachable()] = await records().blockedFiles(1);
      await records().unblockFile(blockedId);
      await saved(id, { sourceSha256 });
      await remove(id, 'person');
      const own = async () => (await records().blockedFiles(1000)).filter((file) => file.userId === id);
      expect(await own()).toMatchObject([{ sha256: sourceSha256, userId: id }]);
      await records().erase(id);
      expect(await own()).toEqual([]);
    });

    it('is none where the person shows no upload', async () => {
      const { id } = await newPerson(records());
      await remove(id, 'person');
      expect((await records().blockedFiles(1000)).filter((file) => file.userId === id)).toEqual([]);
    });
  });

  it('a person who does not exist has no restrictions, and cannot be locked', async () => {
    expect(await records().restrictions(2_000_000_000)).toBeNull();
    await expect(lock(2_000_000_000)).rejects.toMatchObject({ code: 'not_found' });
  });
}
