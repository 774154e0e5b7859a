import { describe, expect, it } from 'vitest';
import { newAvatar, newPerson, type Records } from '@/testing/records';

const MINUTE_MS = 60 * 1000;
const UNKNOWN_ID = 2_000_000_000;

/** The contract of the records of people who use Gravatar. */
export function gravatarRecordsContract(records: () => Records): void {
  const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);
  const LONG_AGO = { shown: ago(1_000), missing: ago(1_000) };
  const everyone = () => ({ shown: ago(-1), missing: ago(-1) });
  const due = async (before = everyone(), limit = 1_000_000) =>
    (await records().gravatarsDue(before, limit)).map(({ person }) => person.id);
  const withCopy = async () => {
    const { id } = await newPerson(records());
    return records().save(id, newAvatar(), undefined, 'gravatar');
  };

  describe('a person who uses Gravatar', () => {
    it('has a copy with the source `gravatar` as the current picture, in every query', async () => {
      const { id } = await newPerson(records());
      const avatar = newAvatar();
      const state = await records().save(id, avatar, 1, 'gravatar');
      expect(state).toMatchObject({ source: 'gravatar', version: 2, avatar });
      expect(await records().stateOf(id)).toEqual(state);
      expect(await records().ownerOf(avatar.key)).toMatchObject({ kind: 'upload', userId: id, current: true });
      expect(await records().liveRenditions([avatar.key])).toEqual(new Set([avatar.key]));
      expect(await records().history(id)).toEqual([state.avatar]);
      expect(await records().describe(id, 'Ada')).toMatchObject({ source: 'gravatar', version: 3, avatar: { alt: 'Ada' } });
    });

    it('has none when Gravatar has none, and the source `upload` after saving or restoring a picture', async () => {
      const { person, avatar } = await withCopy();
      expect(await records().point(person.id, null, 2, 'gravatar')).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect(await due()).toContain(person.id);
      expect(await records().point(person.id, avatar?.id ?? 0)).toMatchObject({ source: 'upload', avatar: { id: avatar?.id } });
      expect(await due()).not.toContain(person.id);
      await records().save(person.id, newAvatar(), undefined, 'gravatar');
      expect(await records().save(person.id, newAvatar())).toMatchObject({ source: 'upload' });
      expect(await due()).not.toContain(person.id);
    });

    it('is not changed by a write with an outdated version', async () => {
      const { person } = await withCopy();
      await expect(records().save(person.id, newAvatar(), 1, 'gravatar')).rejects.toMatchObject({ code: 'precondition_failed' });
      expect(await records().stateOf(person.id)).toMatchObject({ version: 2 });
    });
  });

  describe('a person due for a Gravatar check', () => {
    it('was checked before the date, or before the other date if there is no copy', async () => {
      const [copied, without, uploaded] = [await withCopy(), await newPerson(records()), await newPerson(records())];
      const missing = await records().point(without.id, null, undefined, 'gravatar');
      await records().save(uploaded.id, newAvatar());
      await records().gravatarChecked(copied.person.id, copied.version, ago(30));
      await records().gravatarChecked(without.id, missing.version, ago(30));
      const asked = [copied.person.id, without.id, uploaded.id];
      const among = async (before: typeof LONG_AGO) => (await due(before)).filter((id) => asked.includes(id)).sort((a, b) => a - b);
      expect(await among({ shown: ago(20), missing: ago(20) })).toEqual([copied.person.id, without.id]);
      expect(await among({ shown: ago(40), missing: ago(20) })).toEqual([without.id]);
      expect(await among({ shown: ago(40), missing: ago(40) })).toEqual([]);
    });

    it('is listed with their state, least recently checked first, up to a limit', async () => {
      const [later, sooner] = [await withCopy(), await withCopy()];
      await records().gravatarChecked(later.person.id, later.version, ago(2_000));
      await records().gravatarChecked(sooner.person.id, sooner.version, ago(3_000));
      expect(await records().gravatarsDue(LONG_AGO, 10)).toEqual([sooner, later]);
      expect(await due(LONG_AGO, 1)).toEqual([sooner.person.id]);
      for (const { person, version } of [later, sooner]) await records().gravatarChecked(person.id, version, new Date());
      expect(await due(LONG_AGO)).toEqual([]);
    });

    it('stays due when an outdated version was checked', async () => {
      const { person, version } = await withCopy();
      await records().gravatarChecked(person.id, version, ago(2_000));
      for (const [id, seen] of [
        [person.id, version - 1],
        [person.id, version + 1],
        [UNKNOWN_ID, 1],
      ] as const) {
        await records().gravatarChecked(id, seen, new Date());
      }
      expect(await due(LONG_AGO)).toEqual([person.id]);
      const uploaded = await records().save(person.id, newAvatar());
      await records().gravatarChecked(person.id, uploaded.version, ago(2_000));
      expect(await due()).not.toContain(person.id);
      expect(await records().stateOf(person.id)).toEqual(uploaded);
    });
  });
}
