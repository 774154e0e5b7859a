import { describe, expect, it } from 'vitest';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

/** The contract of the records of earlier versions. */
export function historyRecordsContract(records: () => Records): void {
  const saved = async (userId: number, fields = {}) => {
    const { avatar } = await records().save(userId, newAvatar(fields));
    if (!avatar) throw new Error('Nothing was saved');
    return avatar;
  };
  const idsOf = async (userId: number) => (await records().history(userId)).map(({ id }) => id);

  describe('the history', () => {
    it('has all versions of one person, newest first, also after a restore', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const versions = [await saved(ada.id), await saved(ada.id), await saved(ada.id)];
      await saved(eve.id);
      await records().point(ada.id, versions[0]?.id ?? 0);
      expect(await records().history(ada.id)).toEqual(versions.toReversed());
    });

    it('returns a version only to its owner, including removed ones', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const first = await saved(ada.id);
      await saved(ada.id);
      expect(await records().version(ada.id, first.id)).toEqual(first);
      expect(await records().version(eve.id, first.id)).toBeNull();
      await records().markRemoved([first.id]);
      expect(await records().version(ada.id, first.id)).toEqual({ ...first, removedAt: expect.any(Date) });
    });

    it('leaves out versions marked as removed, and never loses the current one', async () => {
      const { id } = await newPerson(records());
      const [first, second, third] = [await saved(id), await saved(id), await saved(id)];
      await records().markRemoved([first.id, second.id, third.id]);
      expect(await idsOf(id)).toEqual([third.id]);
      expect(await records().stateOf(id)).toMatchObject({ avatar: { id: third.id, removedAt: null } });
      await records().markRemoved([]);
      expect(await idsOf(id)).toEqual([third.id]);
    });

    it('knows the files of a person, also those of versions marked as removed', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const [first, second] = [await saved(ada.id, { sourceSha256: hex(32) }), await saved(ada.id, { sourceSha256: hex(32) })];
      await records().markRemoved([first.id]);
      const had = (userId: number, sourceSha256: string) => records().hadFile(userId, sourceSha256);
      expect(await Promise.all([first, second].map(({ sourceSha256 }) => had(ada.id, sourceSha256)))).toEqual([true, true]);
      expect([await had(eve.id, first.sourceSha256), await had(ada.id, hex(32))]).toEqual([false, false]);
    });
  });

  describe('kept versions', () => {
    it('are those of everyone that are not marked as removed, by id, a part at a time', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const [first, second] = [await saved(ada.id), await saved(ada.id)];
      const [third, fourth] = [await saved(eve.id), await saved(ada.id)];
      await records().markRemoved([second.id]);
      const before = first.id - 1;
      // Tests of other files save versions in the same database meanwhile.
      const own = (versions: readonly { userId: number; id: number }[]) =>
        versions.filter(({ userId }) => userId === ada.id || userId === eve.id).map(({ id }) => id);
      expect(own(await records().keptVersions(before, 1000))).toEqual([first.id, third.id, fourth.id]);
      expect(await records().keptVersions(before, 1)).toEqual([first]);
      expect(own(await records().keptVersions(first.id, 1000))).toEqual([third.id, fourth.id]);
      expect(own(await records().keptVersions(fourth.id, 1000))).toEqual([]);
    });
  });

  describe('outdated versions', () => {
    const soon = () => new Date(Date.now() + 60_000);
    const outdatedOf = async (userId: number, date: Date) =>
      (await records().outdated(date)).filter((avatar) => avatar.userId === userId).map((avatar) => avatar.id);

    it('are those replaced or removed before the date, never the current one', async () => {
      const { id } = await newPerson(records());
      const before = new Date(Date.now() - 60_000);
      const [first, second] = [await saved(id), await saved(id)];
      expect(await outdatedOf(id, soon())).toEqual([first.id]);
      await records().point(id, null);
      expect((await outdatedOf(id, soon())).sort((a, b) => a - b)).toEqual([first.id, second.id]);
      expect(await outdatedOf(id, before)).toEqual([]);
    });

    it('age from when they were replaced, not from when they were saved', async () => {
      const { id } = await newPerson(records());
      const [first, second] = [await saved(id), await saved(id)];
      await records().point(id, first.id);
      expect(await outdatedOf(id, soon())).toEqual([second.id]);
    });

    it('are not listed again once they are marked', async () => {
      const { id } = await newPerson(records());
      const first = await saved(id);
      await saved(id);
      await records().markRemoved([first.id]);
      expect(await outdatedOf(id, soon())).toEqual([]);
    });
  });

  describe('live keys', () => {
    it('of renditions are those of current uploads and of generated avatars', async () => {
      const { id, generatedKey } = await newPerson(records());
      const [old, current] = [await saved(id), await saved(id)];
      const asked = [old.key, current.key, generatedKey, hex()];
      expect(await records().liveRenditions(asked)).toEqual(new Set([current.key, generatedKey]));
      expect(await records().liveRenditions([])).toEqual(new Set());
    });

    it('of originals are those that some version can still be restored from', async () => {
      const { id } = await newPerson(records());
      const first = await saved(id);
      const framedAnew = await saved(id, { originalKey: first.originalKey });
      const other = await saved(id);
      const asked = [first.originalKey, other.originalKey, first.key, hex()];
      expect(await records().liveOriginals(asked)).toEqual(new Set([first.originalKey, other.originalKey]));
      await records().markRemoved([first.id]);
      expect(await records().liveOriginals(asked)).toEqual(new Set([first.originalKey, other.originalKey]));
      await records().markRemoved([framedAnew.id]);
      expect(await records().liveOriginals(asked)).toEqual(new Set([other.originalKey]));
    });
  });
}
