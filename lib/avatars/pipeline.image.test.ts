import { describe, expect, it } from 'vitest';
import { EAGER_SIZES } from '@/lib/imaging/sizes';
import { type MemoryObject, memoryStorage } from '@/lib/storage/memory';
import { sharedRecords } from '@/testing/memory/records';
import { photo, pixelAt, pixels, plain } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';
import { principal, world } from '@/testing/world';
import { KEPT_VERSIONS } from './limits';
import { sha256 } from './record';

const records = sharedRecords();

describe('saving a picture', () => {
  it('shows it under a new key, and stores the upload unchanged', async () => {
    const { avatars, change, generatedKey, served } = await world(records());
    const bytes = await photo(600, 400, 6);
    const state = await avatars.replace(change, { bytes, fileName: 'C:\\me\\ich ö.jpg', alt: '  Ada  ' });
    expect(state).toMatchObject({ source: 'upload', version: 2 });
    expect(state.avatar).toMatchObject({ fileName: 'ich ö.jpg', alt: 'Ada', format: 'jpeg', width: 600, height: 400, frames: 1 });
    expect(state.avatar).toMatchObject({ sourceSha256: sha256(bytes), sourceBytes: bytes.byteLength, crop: { x: 100, y: 0, width: 400 } });
    expect(state.avatar?.key).toMatch(/^[0-9a-f]{40}$/);
    expect(new Set([state.avatar?.key, state.avatar?.originalKey, generatedKey]).size).toBe(3);
    expect((await avatars.original(change.principal)).bytes).toEqual(new Uint8Array(bytes));
    expect(await pixels(await served({ size: 64 }))).toMatchObject({ width: 64, height: 64 });
  });

  it('keeps the beginning of a long file name, without half of a character', async () => {
    const { avatars, change } = await world(records());
    const state = await avatars.replace(change, { bytes: await plain(8, 8, [0, 0, 0]), fileName: `${'😀'.repeat(200)}.png` });
    expect(state.avatar?.fileName).toBe('😀'.repeat(127));
  });

  it('shows the requested square', async () => {
    const { avatars, change, served } = await world(records());
    await avatars.replace(change, { bytes: await photo(600, 400), crop: { x: 0, y: 0, width: 50, height: 50, rotate: 0 } });
    expect(await pixels(await served({ size: 512 }))).toMatchObject({ width: 50, height: 50 });
  });

  it('stores the eager renditions, and deletes those of the previous version', async () => {
    const { avatars, change, storage, reported } = await world(records());
    const first = await avatars.replace(change, { bytes: await plain(600, 600, [200, 0, 0]) });
    const second = await avatars.replace(change, { bytes: await plain(600, 600, [0, 0, 200]) });
    await avatars.settled();
    const expected = EAGER_SIZES.map((size) => `renditions/${second.avatar?.key}/${size}.webp`);
    expect(await keysBelow(storage, 'renditions/')).toEqual(expected.sort());
    expect(await keysBelow(storage, 'originals/')).toHaveLength(2);
    expect(await avatars.rendition({ key: first.avatar?.key ?? '', size: 64, format: 'webp' })).toEqual({
      kind: 'moved',
      key: second.avatar?.key,
    });
    expect(reported).toEqual([]);
  });

  it('tells the storage which objects are pictures that caches may keep, and nothing about originals', async () => {
    const objects = new Map<string, MemoryObject>();
    const it = await world(records(), {}, { inner: memoryStorage(objects) });
    const { avatar } = await it.avatars.replace(it.change, { bytes: await plain(8, 8, [200, 0, 0]) });
    await it.served({ size: 20, format: 'jpg' });
    const headers = (path: string) => objects.get(path)?.headers;
    expect(headers(`originals/${avatar?.originalKey}`)).toEqual({});
    expect(headers(`renditions/${avatar?.key}/64.webp`)).toEqual({ contentType: 'image/webp', immutable: true });
    expect(headers(`renditions/${avatar?.key}/20.jpg`)).toEqual({ contentType: 'image/jpeg', immutable: true });
  });

  it('keeps a bounded number of earlier versions and their originals', async () => {
    const { avatars, change, storage } = await world(records());
    for (let shade = 0; shade < KEPT_VERSIONS + 3; shade += 1) {
      await avatars.replace(change, { bytes: await plain(8, 8, [shade * 10, 0, 0]) });
      await avatars.settled();
    }
    const history = await avatars.history(change.principal);
    expect(history).toHaveLength(KEPT_VERSIONS + 1);
    expect(await keysBelow(storage, 'originals/')).toEqual(history.map((avatar) => `originals/${avatar.originalKey}`).sort());
  });
});

describe('reframing', () => {
  it('creates another version of the same original, which stays as long as any version needs it', async () => {
    const { avatars, change, storage } = await world(records());
    const first = await avatars.replace(change, { bytes: await photo(300, 200), alt: 'Ada' });
    const crop = { x: 10, y: 20, width: 100, height: 100, rotate: 0 };
    const second = await avatars.reframe(change, { crop });
    expect(second.avatar).toMatchObject({ crop, alt: 'Ada', originalKey: first.avatar?.originalKey, fileName: first.avatar?.fileName });
    expect(second.avatar?.key).not.toBe(first.avatar?.key);
    // Until all versions but the newest are past their number.
    for (let at = 0; at < KEPT_VERSIONS + 1; at += 1) await avatars.reframe(change, { crop: { ...crop, x: at } });
    await avatars.settled();
    expect(await avatars.history(change.principal)).toHaveLength(KEPT_VERSIONS + 1);
    expect(await keysBelow(storage, 'originals/')).toEqual([`originals/${first.avatar?.originalKey}`]);
  });

  it('with only a description keeps the key of the picture', async () => {
    const { avatars, change, state } = await world(records());
    await avatars.replace(change, { bytes: await photo(60, 40) });
    const { avatar } = await state();
    expect(await avatars.reframe(change, { alt: ' Ada ' })).toMatchObject({ version: 3, avatar: { key: avatar?.key, alt: 'Ada' } });
    expect(await avatars.reframe(change, { alt: 'Ada' })).toMatchObject({ version: 3 });
    expect(await avatars.reframe(change, {})).toMatchObject({ version: 3 });
    await expect(avatars.reframe(change, { alt: 'x'.repeat(251) })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('is refused without a picture', async () => {
    const { avatars, change } = await world(records());
    await expect(avatars.reframe(change, { alt: 'x' })).rejects.toMatchObject({ code: 'no_picture' });
    await expect(avatars.original(change.principal)).rejects.toMatchObject({ code: 'no_picture' });
  });
});

describe('removing and restoring', () => {
  it('shows the generated avatar, and removing twice changes nothing', async () => {
    const { avatars, change, generatedKey, served } = await world(records());
    const { avatar } = await avatars.replace(change, { bytes: await photo(60, 40) });
    expect(await avatars.remove(change)).toMatchObject({ source: 'none', version: 3, avatar: null });
    expect(await avatars.remove(change)).toMatchObject({ source: 'none', version: 3 });
    await avatars.settled();
    expect(await avatars.rendition({ key: avatar?.key ?? '', size: 64, format: 'webp' })).toEqual({ kind: 'moved', key: generatedKey });
    expect((await served({ size: 64 })).byteLength).toBeGreaterThan(0);
  });

  it('restores the same picture under the same key, byte for byte', async () => {
    const { avatars, change, served } = await world(records());
    const { avatar: first } = await avatars.replace(change, { bytes: await photo(300, 200) });
    const before = await served({});
    await avatars.replace(change, { bytes: await plain(300, 300, [0, 200, 0]) });
    await avatars.remove(change);
    await avatars.settled();
    expect(await avatars.restore(change, first?.id ?? 0)).toMatchObject({ source: 'upload', avatar: { id: first?.id, key: first?.key } });
    await avatars.settled();
    expect(await served({})).toEqual(before);
    expect(pixelAt(await pixels(before), 5, 5)).toHaveLength(3);
  });

  it('is limited to a person’s own versions', async () => {
    const [ada, eve] = [await world(records()), await world(records())];
    const { avatar } = await eve.avatars.replace(eve.change, { bytes: await photo(60, 40) });
    await expect(ada.avatars.restore(ada.change, avatar?.id ?? 0)).rejects.toMatchObject({ code: 'not_found' });
    expect(await ada.state()).toMatchObject({ version: 1 });
  });
});

describe('permission to', () => {
  const attempts = (from: Awaited<ReturnType<typeof world>>, change: typeof from.change, bytes: Uint8Array) => [
    () => from.avatars.replace(change, { bytes }),
    () => from.avatars.reframe(change, { alt: 'mine now' }),
    () => from.avatars.reframe(change, { crop: { x: 0, y: 0, width: 9, height: 9, rotate: 0 } }),
    () => from.avatars.remove(change),
    () => from.avatars.restore(change, 1),
  ];

  it('change a picture belongs to its owner, and not to an administrator', async () => {
    const it = await world(records());
    const bytes = await photo(60, 40);
    const { removed: _, ...before } = await it.avatars.replace(it.change, { bytes });
    for (const role of ['member', 'admin'] as const) {
      const stranger = { userId: it.userId, principal: principal(it.userId + 1, { role }) };
      for (const attempt of attempts(it, stranger, bytes)) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await it.state()).toEqual(before);
  });

  it('change it with an API key needs the write scope, and to read the history and the original the read scope', async () => {
    const it = await world(records());
    const bytes = await photo(60, 40);
    const { removed: _, ...before } = await it.avatars.replace(it.change, { bytes });
    const reader = principal(it.userId, { via: 'api-key', scopes: ['avatar:read'] });
    const writer = principal(it.userId, { via: 'api-key', scopes: ['avatar:write'] });
    for (const attempt of attempts(it, { ...it.change, principal: reader }, bytes)) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('avatar:write') });
    }
    expect(await it.state()).toEqual(before);
    await expect(it.avatars.history(writer)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(it.avatars.original(writer)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await it.avatars.history(reader)).toHaveLength(1);
  });
});
