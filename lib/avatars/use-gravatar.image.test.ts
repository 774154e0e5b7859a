import { describe, expect, it } from 'vitest';
import { EAGER_SIZES } from '@/lib/imaging/sizes';
import { MAX_WAIT_SECONDS } from '@/lib/scheduling/limits';
import { gravatarWorlds } from '@/testing/gravatar-worlds';
import { sharedRecords } from '@/testing/memory/records';
import { photo, pixels } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';
import { principal, world } from '@/testing/world';
import { GRAVATAR_TIMEOUT_MS, MAX_GRAVATAR_REQUESTS } from './limits';
import { sha256 } from './record';

const records = sharedRecords();
const CROP = { x: 0, y: 0, width: 20, height: 20, rotate: 0 };

const { ownWorld, copiedWorld } = gravatarWorlds(records);

describe('using Gravatar', () => {
  it('shows a copy of the picture, stored and encoded like an upload, in one change', async () => {
    const it = await ownWorld();
    const bytes = await photo(600, 400, 6);
    it.gravatar.answer = { kind: 'picture', bytes };
    const state = await it.avatars.followGravatar(it.change);
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

  it('without a picture there shows the generated avatar in one change, and repeating it changes nothing', async () => {
    for (const kind of ['none', 'failed'] as const) {
      const it = await ownWorld();
      it.gravatar.answer = { kind };
      expect(await it.avatars.followGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect(await it.avatars.followGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect((await it.served({ key: it.generatedKey })).byteLength).toBeGreaterThan(0);
    }
  });

  it('with an unusable picture there does the same, and logs the reason', async () => {
    const whole = await photo(300, 200);
    const unusable: [string, Uint8Array][] = [
      ['empty_file', new Uint8Array()],
      ['unsupported_format', Buffer.from('<html>Not here</html>')],
      ['corrupt_image', whole.subarray(0, whole.byteLength / 2)],
    ];
    for (const [code, bytes] of unusable) {
      const it = await ownWorld();
      it.gravatar.answer = { kind: 'picture', bytes };
      expect(await it.avatars.followGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 3, avatar: null });
      expect(it.reported).toMatchObject([{ message: `The Gravatar picture of user ${it.userId} is unusable`, cause: { code } }]);
    }
  });

  it('accepts only what the policy accepts', async () => {
    const bytes = await photo(300, 200);
    const open = {
      avatarChangesDisabled: false,
      maxAvatarBytes: null,
      acceptedFormats: [],
      registration: 'open' as const,
      registrationDomains: [],
      hashLookup: true,
    };
    for (const policy of [
      { ...open, acceptedFormats: ['png' as const] },
      { ...open, maxAvatarBytes: 100 },
    ]) {
      const it = await world(records(), { policy: async () => policy });
      it.gravatar.answer = { kind: 'picture', bytes };
      expect(await it.avatars.followGravatar(it.change)).toMatchObject({ source: 'gravatar', avatar: null });
    }
    const locked = await world(records(), { policy: async () => ({ ...open, avatarChangesDisabled: true }) });
    await expect(locked.avatars.followGravatar(locked.change)).rejects.toMatchObject({ code: 'changes_disabled' });
    expect(locked.gravatar.asked).toEqual([]);
  });

  it('again fetches again: the same picture changes nothing, another one replaces it', async () => {
    const it = await copiedWorld();
    const before = await it.state();
    expect(await it.avatars.followGravatar(it.change)).toEqual(before);
    expect(await it.avatars.history(it.change.principal)).toHaveLength(2);
    it.gravatar.answer = { kind: 'picture', bytes: await photo(200, 300) };
    expect(await it.avatars.followGravatar(it.change)).toMatchObject({
      source: 'gravatar',
      version: 4,
      avatar: { width: 200, height: 300 },
    });
  });

  it('again keeps the copy if Gravatar cannot be reached or answers nonsense, and drops it if Gravatar has none', async () => {
    const it = await copiedWorld();
    const before = await it.state();
    for (const answer of [{ kind: 'failed' as const }, { kind: 'picture' as const, bytes: Buffer.from('<html>Log in</html>') }]) {
      it.gravatar.answer = answer;
      expect(await it.avatars.followGravatar(it.change)).toEqual(before);
    }
    it.gravatar.answer = { kind: 'none' };
    expect(await it.avatars.followGravatar(it.change)).toMatchObject({ source: 'gravatar', version: 4, avatar: null });
  });

  it('is only for the person, with the write scope', async () => {
    const it = await ownWorld();
    const before = await it.state();
    for (const who of [principal(it.userId + 1, { role: 'admin' }), principal(it.userId, { via: 'api-key', scopes: ['avatar:read'] })]) {
      await expect(it.avatars.followGravatar({ ...it.change, principal: who })).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await it.state()).toEqual(before);
    expect(it.gravatar.asked).toEqual([]);
  });

  it('by too many people at once answers busy to the rest, who can try again', async () => {
    const it = await ownWorld();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    it.gravatar.meanwhile = () => held;
    // Each may take as long as Gravatar may at most.
    const fitting = Math.floor((MAX_GRAVATAR_REQUESTS * MAX_WAIT_SECONDS * 1000) / GRAVATAR_TIMEOUT_MS) + 1;
    const attempts = Array.from({ length: fitting + 1 }, () => it.avatars.followGravatar(it.change));
    await expect(Promise.race(attempts)).rejects.toMatchObject({ code: 'busy' });
    expect(it.gravatar.asked).toHaveLength(MAX_GRAVATAR_REQUESTS);
    answer();
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});

describe('the previous picture survives', () => {
  it('a storage failure at any write', async () => {
    const bytes = await photo(300, 200);
    for (let nth = 0; nth < EAGER_SIZES.length + 1; nth += 1) {
      const it = await ownWorld();
      const before = await it.state();
      it.gravatar.answer = { kind: 'picture', bytes };
      it.storage.calls.length = 0;
      it.storage.fails = ({ operation }, earlier) => operation === 'put' && earlier === nth;
      await expect(it.avatars.followGravatar(it.change)).rejects.toMatchObject({ code: 'storage_failed' });
      expect(await it.state()).toEqual(before);
      expect((await it.served({})).byteLength).toBeGreaterThan(0);
    }
  });

  it('a client that disconnects before Gravatar answers, whatever it answers', async () => {
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
      await expect(it.avatars.followGravatar({ ...it.change, signal: gone.signal })).rejects.toMatchObject({ code: 'truncated_body' });
      expect(await it.state()).toEqual(before);
    }
  });

  it('a concurrent change that was committed first, also during the request to Gravatar', async () => {
    for (const answer of [{ kind: 'picture' as const, bytes: await photo(60, 40) }, { kind: 'none' as const }]) {
      const it = await ownWorld();
      it.gravatar.answer = answer;
      await expect(it.avatars.followGravatar({ ...it.change, expectedVersion: 1 })).rejects.toMatchObject({ code: 'precondition_failed' });
      expect(it.gravatar.asked).toEqual([]);
      it.gravatar.meanwhile = () => it.avatars.remove(it.change);
      await expect(it.avatars.followGravatar({ ...it.change, expectedVersion: 2 })).rejects.toMatchObject({ code: 'precondition_failed' });
      expect(await it.state()).toMatchObject({ source: 'none', version: 3 });
    }
  });
});

describe('a Gravatar copy', () => {
  it('becomes an upload once the person reframes it, so that no refresh replaces it', async () => {
    const it = await copiedWorld();
    const { avatar } = await it.state();
    const framed = await it.avatars.reframe(it.change, { crop: CROP });
    expect(framed).toMatchObject({ source: 'upload', avatar: { crop: CROP, originalKey: avatar?.originalKey } });
    expect(await records().gravatarsDue({ shown: new Date(Date.now() + 1000), missing: new Date() }, 1_000_000)).not.toContainEqual(framed);
  });

  it('stays a Gravatar copy when it is described, and becomes an upload when it is restored', async () => {
    const it = await copiedWorld();
    expect(await it.avatars.reframe(it.change, { alt: 'Ada' })).toMatchObject({ source: 'gravatar', avatar: { alt: 'Ada' } });
    const { avatar } = await it.state();
    expect(await it.avatars.remove(it.change)).toMatchObject({ source: 'none', avatar: null });
    expect(await it.avatars.restore(it.change, avatar?.id ?? 0)).toMatchObject({ source: 'upload', avatar: { key: avatar?.key } });
  });

  it('is replaced by an upload, and Gravatar without a picture by none', async () => {
    const it = await copiedWorld();
    expect(await it.avatars.replace(it.change, { bytes: await photo(60, 40) })).toMatchObject({ source: 'upload' });
    it.gravatar.answer = { kind: 'none' };
    await it.avatars.followGravatar(it.change);
    expect(await it.avatars.remove(it.change)).toMatchObject({ source: 'none', avatar: null });
  });
});
