import { describe, expect, it } from 'vitest';
import { gravatarWorlds } from '@/testing/gravatar-worlds';
import { sharedRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { newAvatar } from '@/testing/records';
import type { World } from '@/testing/world';

const records = sharedRecords();
const _CROP = { x: 0, y: 0, width: 20, height: 20, rotate: 0 };
const { copiedWorld } = gravatarWorlds(records);

describe('refreshing Gravatar copies', () => {
  const HOUR_MS = 60 * 60 * 1000;

  /** Predates the check of the copy, or of its absence. People of other tests in the same database were checked just now. */
  async function checked(it: World, hoursAgo: number): Promise<void> {
    const { version } = await it.state();
    await records().gravatarChecked(it.userId, version, new Date(Date.now() - hoursAgo * HOUR_MS));
  }
  /** Whether a round asks about this person. */
  async function asks(it: World): Promise<boolean> {
    it.gravatar.asked.length = 0;
    await it.avatars.refreshGravatars();
    return it.gravatar.asked.includes((await it.state()).person.email);
  }

  it('fetches again after a day, and shows a new picture', async () => {
    const it = await copiedWorld();
    expect(await asks(it)).toBe(false);
    await checked(it, 23);
    expect(await asks(it)).toBe(false);
    await checked(it, 25);
    it.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    expect(await asks(it)).toBe(true);
    expect(await it.state()).toMatchObject({ source: 'gravatar', version: 4, avatar: { height: 300 } });
    expect(await asks(it)).toBe(false);
  });

  it('fetches again after a day if the picture is the same, and after an hour if there is none', async () => {
    const it = await copiedWorld();
    await checked(it, 25);
    const before = await it.state();
    expect([await asks(it), await asks(it)]).toEqual([true, false]);
    expect(await it.state()).toEqual(before);
    await checked(it, 25);
    it.gravatar.answer = { kind: 'none' };
    expect([await asks(it), await asks(it)]).toEqual([true, false]);
    expect(await it.state()).toMatchObject({ source: 'gravatar', version: 4, avatar: null });
    await checked(it, 1);
    it.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    expect([await asks(it), await asks(it)]).toEqual([true, false]);
    expect(await it.state()).toMatchObject({ source: 'gravatar', version: 5, avatar: { height: 300 } });
  });

  it('keeps the copy if Gravatar cannot be reached, and tries again after an hour, not sooner', async () => {
    const it = await copiedWorld();
    await checked(it, 25);
    const before = await it.state();
    it.gravatar.answer = { kind: 'failed' };
    expect([await asks(it), await asks(it)]).toEqual([true, false]);
    expect(await it.state()).toEqual(before);
    const soon = (minutes: number) => ({ shown: new Date(Date.now() - 24 * HOUR_MS + minutes * 60_000), missing: new Date(0) });
    const due = async (minutes: number) =>
      (await records().gravatarsDue(soon(minutes), 1_000_000)).some(({ person }) => person.id === it.userId);
    expect([await due(50), await due(60)]).toEqual([false, true]);
  });

  it('never undoes a change that the person made during the request', async () => {
    for (const answer of [
      { kind: 'picture' as const, bytes: await photo(200, 300) },
      { kind: 'none' as const },
      { kind: 'failed' as const },
    ]) {
      const it = await copiedWorld();
      await checked(it, 25);
      it.gravatar.answer = answer;
      it.gravatar.meanwhile = async () => records().save(it.userId, newAvatar({ fileName: 'mine.jpg' }));
      expect(await asks(it)).toBe(true);
      expect(await it.state()).toMatchObject({ source: 'upload', version: 4, avatar: { fileName: 'mine.jpg' } });
      expect(it.reported).toEqual([]);
    }
  });

  it('reports a failure and continues with the next person', async () => {
    const [first, second] = [await copiedWorld(), await copiedWorld()];
    await checked(first, 50);
    await checked(second, 40);
    first.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    let failed = false;
    first.storage.fails = ({ operation }) => {
      const fails = operation === 'put' && !failed;
      failed ||= operation === 'put';
      return fails;
    };
    await first.avatars.refreshGravatars();
    expect(first.reported).toMatchObject([{ code: 'storage_failed' }]);
    expect(await first.state()).toMatchObject({ version: 3, avatar: { height: 200 } });
    expect(await second.state()).toMatchObject({ version: 4, avatar: { height: 300 } });
    await checked(first, 0);
  });

  it('stops between two people when the server stops', async () => {
    const [first, second] = [await copiedWorld(), await copiedWorld()];
    await checked(first, 50);
    await checked(second, 40);
    const closing = new AbortController();
    first.gravatar.asked.length = 0;
    first.gravatar.answer = { kind: 'failed' };
    first.gravatar.meanwhile = async () => closing.abort();
    await first.avatars.refreshGravatars(closing.signal);
    expect(first.gravatar.asked).toEqual([(await first.state()).person.email]);
    expect(first.reported).toEqual([]);
    for (const it of [first, second]) await checked(it, 0);
  });

  it('pauses while the policy disables changes', async () => {
    const it = await copiedWorld();
    await checked(it, 25);
    await records().changePolicy({ avatarChangesDisabled: true }, 1);
    expect(await asks(it)).toBe(false);
    await records().changePolicy({ avatarChangesDisabled: false }, 1);
    expect(await asks(it)).toBe(true);
  });
});
