import { describe, expect, it } from 'vitest';
import { newAvatar, sharedRecords } from '@/lib/testing/database';
import { photo, pixels, plain } from '@/lib/testing/pictures';
import { keysBelow } from '@/lib/testing/storage';
import { principal, type World, world } from '@/lib/testing/world';
import { EAGER_SIZES, GRAVATAR_TIMEOUT_MS, GRAVATARS_AT_ONCE, MAX_WAIT_SECONDS } from './limits';
import { sha256 } from './record';

const records = sharedRecords();
const CROP = { x: 0, y: 0, width: 20, height: 20, rotate: 0 };

/** A world with a picture of the person's own. */
async function ownWorld(): Promise<World> {
  const it = await world(records());
  await it.avatars.replace(it.change, { bytes: await plain(60, 40, [200, 0, 0]) });
  await it.avatars.settled();
  return it;
}

/** A world in which the copy of a picture is shown. */
async function copiedWorld(): Promise<World> {
  const it = await ownWorld();
  it.gravatar.answer = { kind: 'picture', bytes: await photo(300, 200) };
  await it.avatars.showGravatar(it.change);
  await it.avatars.settled();
  return it;
}

describe('using Gravatar', () => {
  it('shows a copy of the picture there, kept and encoded like an upload, as one change', async () => {
    const it = await ownWorld();
    const bytes = await photo(600, 400, 6);
    it.gravatar.answer = { kind: 'picture', bytes };
    const state = await it.avatars.showGravatar(it.change);
    expect(it.gravatar.asked).toEqual([state.person.email]);
    expect(state).toMatchObject({
      source: 'gravatar',
      version: 3,
      avatar: { sourceSha256: sha256(bytes), alt: '', crop: { x: 100, width: 400 } },
    });
    expect(await it.state()).toEqual(state);
    await it.avatars.settled();
    const expected = EAGER_SIZES.map((size) => `renditions/${state.avatar?.key}/${size}.webp`);
    expect(await keysBelow(it.storage, 'renditions/')).toEqual(expected.sort());
    expect(await pixels(await it.served({ size: 64 }))).toMatchObject({ width: 64, height: 64 });
    expect((await it.avatars.original(it.change.principal)).bytes).toEqual(new Uint8Array(bytes));
    expect(it.reported).toEqual([]);
  });

  it('without a picture there shows the generated one, as one change, and once more changes nothing', async () => {
    for (const kind of ['none', 'failed'] as const) {
      const it = await ownWorld();
      it.gravatar.answer = { kind };
      expect(await it.avatars.showGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect(await it.avatars.showGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect((await it.served({ key: it.generatedKey })).byteLength).toBeGreaterThan(0);
    }
  });

  it('without a picture that can be shown does the same, and says why to whoever runs this', async () => {
    const whole = await photo(300, 200);
    const unusable: [string, Uint8Array][] = [
      ['empty_file', new Uint8Array()],
      ['unsupported_format', Buffer.from('<html>Not here</html>')],
      ['corrupt_image', whole.subarray(0, whole.byteLength / 2)],
    ];
    for (const [code, bytes] of unusable) {
      const it = await ownWorld();
      it.gravatar.answer = { kind: 'picture', bytes };
      expect(await it.avatars.showGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect(it.reported).toMatchObject([{ message: `What Gravatar has for person ${it.userId} cannot be shown`, cause: { code } }]);
    }
  });

  it('takes what the policy takes', async () => {
    const bytes = await photo(300, 200);
    const open = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };
    for (const policy of [
      { ...open, acceptedFormats: ['png' as const] },
      { ...open, maxAvatarBytes: 100 },
    ]) {
      const it = await world(records(), { policy: async () => policy });
      it.gravatar.answer = { kind: 'picture', bytes };
      expect(await it.avatars.showGravatar(it.change)).toMatchObject({ source: 'gravatar', avatar: null });
    }
    const locked = await world(records(), { policy: async () => ({ ...open, avatarChangesDisabled: true }) });
    await expect(locked.avatars.showGravatar(locked.change)).rejects.toMatchObject({ code: 'changes_disabled' });
    expect(locked.gravatar.asked).toEqual([]);
  });

  it('once more fetches it once more: the same picture changes nothing, another one takes its place', async () => {
    const it = await copiedWorld();
    const before = await it.state();
    expect(await it.avatars.showGravatar(it.change)).toEqual(before);
    expect(await it.avatars.history(it.change.principal)).toHaveLength(2);
    it.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    expect(await it.avatars.showGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 4, avatar: { width: 200, height: 300 } });
  });

  it('once more keeps the copy when Gravatar cannot be reached or has gone mad, and drops it when it is gone there', async () => {
    const it = await copiedWorld();
    const before = await it.state();
    for (const answer of [{ kind: 'failed' as const }, { kind: 'picture' as const, bytes: Buffer.from('<html>Log in</html>') }]) {
      it.gravatar.answer = answer;
      expect(await it.avatars.showGravatar(it.change)).toEqual(before);
    }
    it.gravatar.answer = { kind: 'none' };
    expect(await it.avatars.showGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 4, avatar: null });
  });

  it('is the person’s own decision, with a key that may write', async () => {
    const it = await ownWorld();
    const before = await it.state();
    for (const who of [principal(it.userId + 1, { role: 'admin' }), principal(it.userId, { via: 'api-key', scopes: ['avatar:read'] })]) {
      await expect(it.avatars.showGravatar({ ...it.change, principal: who })).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await it.state()).toEqual(before);
    expect(it.gravatar.asked).toEqual([]);
  });

  it('by more people at once than fit is refused to those beyond, who can come back', async () => {
    const it = await ownWorld();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    it.gravatar.meanwhile = () => held;
    // Each may take as long as Gravatar may at most.
    const fitting = Math.floor((GRAVATARS_AT_ONCE * MAX_WAIT_SECONDS * 1000) / GRAVATAR_TIMEOUT_MS) + 1;
    const attempts = Array.from({ length: fitting + 1 }, () => it.avatars.showGravatar(it.change));
    await expect(Promise.race(attempts)).rejects.toMatchObject({ code: 'busy' });
    expect(it.gravatar.asked).toHaveLength(GRAVATARS_AT_ONCE);
    answer();
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});

describe('the picture before survives', () => {
  it('a storage that fails at any write', async () => {
    const bytes = await photo(300, 200);
    for (let nth = 0; nth < EAGER_SIZES.length + 1; nth += 1) {
      const it = await ownWorld();
      const before = await it.state();
      it.gravatar.answer = { kind: 'picture', bytes };
      it.storage.calls.length = 0;
      it.storage.fails = ({ operation }, earlier) => operation === 'put' && earlier === nth;
      await expect(it.avatars.showGravatar(it.change)).rejects.toMatchObject({ code: 'storage_failed' });
      expect(await it.state()).toEqual(before);
      expect((await it.served({})).byteLength).toBeGreaterThan(0);
    }
  });

  it('whoever goes away before Gravatar has answered, whatever it answers', async () => {
    for (const answer of [
      { kind: 'picture' as const, bytes: await photo(60, 40) },
      { kind: 'none' as const },
      { kind: 'failed' as const },
    ]) {
      const it = await ownWorld();
      const before = await it.state();
      const gone = new AbortController();
      it.gravatar.answer = answer;
      it.gravatar.meanwhile = async () => gone.abort();
      await expect(it.avatars.showGravatar({ ...it.change, signal: gone.signal })).rejects.toMatchObject({ code: 'truncated_body' });
      expect(await it.state()).toEqual(before);
    }
  });

  it('a change that somebody else made first, also while Gravatar was asked', async () => {
    for (const answer of [{ kind: 'picture' as const, bytes: await photo(60, 40) }, { kind: 'none' as const }]) {
      const it = await ownWorld();
      it.gravatar.answer = answer;
      await expect(it.avatars.showGravatar({ ...it.change, expectedVersion: 1 })).rejects.toMatchObject({ code: 'precondition_failed' });
      expect(it.gravatar.asked).toEqual([]);
      it.gravatar.meanwhile = () => it.avatars.remove(it.change);
      await expect(it.avatars.showGravatar({ ...it.change, expectedVersion: 2 })).rejects.toMatchObject({ code: 'precondition_failed' });
      expect(await it.state()).toMatchObject({ source: 'none', version: 3 });
    }
  });
});

describe('a copy of Gravatar’s picture', () => {
  it('is the person’s own once they frame it, so that nothing puts another one in its place', async () => {
    const it = await copiedWorld();
    const { avatar } = await it.state();
    const framed = await it.avatars.edit(it.change, { crop: CROP });
    expect(framed).toMatchObject({ source: 'upload', avatar: { crop: CROP, originalKey: avatar?.originalKey } });
    expect(await records().gravatarsDue({ shown: new Date(Date.now() + 1000), missing: new Date() }, 1_000_000)).not.toContainEqual(framed);
  });

  it('is still Gravatar’s when it is described, and an upload when the person goes back to it', async () => {
    const it = await copiedWorld();
    expect(await it.avatars.edit(it.change, { alt: 'Ada' })).toMatchObject({ source: 'gravatar', avatar: { alt: 'Ada' } });
    const { avatar } = await it.state();
    expect(await it.avatars.remove(it.change)).toMatchObject({ source: 'none', avatar: null });
    expect(await it.avatars.restore(it.change, avatar?.id ?? 0)).toMatchObject({ source: 'upload', avatar: { key: avatar?.key } });
  });

  it('gives way to an upload, and Gravatar without a picture to none', async () => {
    const it = await copiedWorld();
    expect(await it.avatars.replace(it.change, { bytes: await photo(60, 40) })).toMatchObject({ source: 'upload' });
    it.gravatar.answer = { kind: 'none' };
    await it.avatars.showGravatar(it.change);
    expect(await it.avatars.remove(it.change)).toMatchObject({ source: 'none', avatar: null });
  });
});

describe('looking after the copies', () => {
  const HOUR_MS = 60 * 60 * 1000;

  /** Counts the copy, or its absence, as checked so long ago. Whoever is in the same database by other tests was checked just now. */
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

  it('asks again after a day, and shows what is new there', async () => {
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

  it('asks again the next day when it is the same picture, and the next hour when there is none', async () => {
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

  it('keeps the copy when Gravatar cannot be reached, and asks again in the next hour, not sooner', async () => {
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

  it('never undoes what the person did while Gravatar was asked', async () => {
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

  it('goes on with the next person when one fails, and tells', async () => {
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

  it('stops between two people when the server is to stop', async () => {
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

  it('rests while the policy says that nobody’s picture changes', async () => {
    const it = await copiedWorld();
    await checked(it, 25);
    await records().changePolicy({ avatarChangesDisabled: true });
    expect(await asks(it)).toBe(false);
    await records().changePolicy({ avatarChangesDisabled: false });
    expect(await asks(it)).toBe(true);
  });
});
