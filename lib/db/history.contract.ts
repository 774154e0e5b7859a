import { describe, expect, it } from 'vitest';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

/** What the records of earlier versions keep to. */
export function historyRecordsContract(records: () => Records): void {
  const saved = async (userId: number, fields = {}) => {
    const { avatar } = await records().save(userId, newAvatar(fields));
    if (!avatar) throw new Error('Nothing was saved');
    return avatar;
  };
  const idsOf = async (userId: number) => (await records().history(userId)).map(({ id }) => id);

  describe('the history', () => {
    it('has all versions of one person, newest first, also when the person went back', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const versions = [await saved(ada.id), await saved(ada.id), await saved(ada.id)];
      await saved(eve.id);
      await records().point(ada.id, versions[0]?.id ?? 0);
      expect(await records().history(ada.id)).toEqual(versions.toReversed());
    });

    it('lets a version be looked up by its owner alone, removed ones as well', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const first = await saved(ada.id);
      await saved(ada.id);
      expect(await records().version(ada.id, first.id)).toEqual(first);
      expect(await records().version(eve.id, first.id)).toBeNull();
      await records().markRemoved([first.id]);
      expect(await records().version(ada.id, first.id)).toEqual({ ...first, removedAt: expect.any(Date) });
    });

    it('no longer has what was marked as removed, and never loses what is shown', async () => {
      const { id } = await newPerson(records());
      const [first, second, third] = [await saved(id), await saved(id), await saved(id)];
      await records().markRemoved([first.id, second.id, third.id]);
      expect(await idsOf(id)).toEqual([third.id]);
      expect(await records().stateOf(id)).toMatchObject({ avatar: { id: third.id, removedAt: null } });
      await records().markRemoved([]);
      expect(await idsOf(id)).toEqual([third.id]);
    });
  });

  describe('what is past its time', () => {
    const soon = () => new Date(Date.now() + 60_000);
    const outdatedOf = async (userId: number, date: Date) =>
      (await records().outdated(date)).filter((avatar) => avatar.userId === userId).map((avatar) => avatar.id);

    it('is what was replaced or taken down before the date, not what is shown', async () => {
      const { id } = await newPerson(records());
      const before = new Date(Date.now() - 60_000);
      const [first, second] = [await saved(id), await saved(id)];
      expect(await outdatedOf(id, soon())).toEqual([first.id]);
      await records().point(id, null);
      expect((await outdatedOf(id, soon())).sort((a, b) => a - b)).toEqual([first.id, second.id]);
      expect(await outdatedOf(id, before)).toEqual([]);
    });

    it('counts from when a version ceased to be shown, not from when it was saved', async () => {
      const { id } = await newPerson(records());
      const [first, second] = [await saved(id), await saved(id)];
      await records().point(id, first.id);
      expect(await outdatedOf(id, soon())).toEqual([second.id]);
    });

    it('is not named again once it is marked', async () => {
      const { id } = await newPerson(records());
      const first = await saved(id);
      await saved(id);
      await records().markRemoved([first.id]);
      expect(await outdatedOf(id, soon())).toEqual([]);
    });
  });

  describe('what is alive', () => {
    it('among renditions is what is shown and what is generated', async () => {
      const { id, generatedKey } = await newPerson(records());
      const [old, current] = [await saved(id), await saved(id)];
      const asked = [old.key, current.key, generatedKey, hex()];
      expect(await records().liveRenditions(asked)).toEqual(new Set([current.key, generatedKey]));
      expect(await records().liveRenditions([])).toEqual(new Set());
    });

    it('among originals is what some version can still be restored from', async () => {
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
