import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { photo, plain } from '@/testing/pictures';
import { newAvatar } from '@/testing/records';
import { keysBelow } from '@/testing/storage';
import { type World, world } from '@/testing/world';
import type { AvatarRecords } from './ports';

const records = sharedRecords();
const crop = { x: 0, y: 0, width: 30, height: 30, rotate: 10 };

/** A world with a picture, and a check that it is served byte for byte as it was and that nothing else of the state moved. */
async function settledWorld(replaced: Partial<AvatarRecords> = {}) {
  const it = await world(records(), replaced);
  const old = await records().save(it.userId, newAvatar());
  const { avatar } = await it.avatars.replace(it.change, { bytes: await photo(300, 200), alt: 'before' });
  await it.avatars.settled();
  const [state, picture] = [await it.state(), await it.served({})];
  return {
    ...it,
    earlier: old.avatar?.id ?? 0,
    async expectUntouched() {
      it.storage.fails = () => false;
      expect(await it.state()).toEqual(state);
      expect(await it.served({ key: avatar?.key ?? '' })).toEqual(picture);
      expect(await it.avatars.history(it.change.principal)).toHaveLength(2);
    },
  };
}

/** One part of a PNG file, with the checksum that a decoder insists on. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const body = Buffer.concat([Buffer.from(type), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A file of a hundred bytes that says it is a picture of this size. */
function claimedPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(64))), chunk('IEND', Buffer.alloc(0))]);
}

describe('the previous picture survives', () => {
  it('every refused upload', async () => {
    const it = await settledWorld();
    const whole = await photo(300, 200);
    const before = await keysBelow(it.storage);
    const refused: [string, Uint8Array][] = [
      ['empty_file', new Uint8Array()],
      ['unsupported_format', Buffer.from('not a picture')],
      ['unsupported_format', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['corrupt_image', whole.subarray(0, whole.byteLength / 2)],
      ['corrupt_image', (await plain(300, 200, [1, 2, 3])).subarray(0, 60)],
      ['too_many_pixels', claimedPng(20_000, 15_000)],
      ['too_many_pixels', claimedPng(30_001, 1)],
    ];
    for (const [code, bytes] of refused) await expect(it.avatars.replace(it.change, { bytes })).rejects.toMatchObject({ code });
    const outside = { bytes: whole, crop: { ...crop, x: 1e4 } };
    await expect(it.avatars.replace(it.change, outside)).rejects.toMatchObject({ code: 'invalid_crop' });
    await expect(it.avatars.replace(it.change, { bytes: whole, alt: 'x'.repeat(251) })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(it.avatars.replace(it.change, { bytes: whole, accepted: ['png'] })).rejects.toMatchObject({ code: 'unsupported_format' });
    expect(await keysBelow(it.storage)).toEqual(before);
    await it.expectUntouched();
  });

  it('an upload of 300 million pixels, which its header refuses before any pixel is decoded', async () => {
    const it = await settledWorld();
    const bytes = claimedPng(20_000, 15_000);
    expect(bytes.byteLength).toBeLessThan(200);
    const { rss } = process.memoryUsage();
    await expect(it.avatars.replace(it.change, { bytes })).rejects.toMatchObject({
      code: 'too_many_pixels',
      details: { width: 20_000, height: 15_000, frames: 1 },
      message: 'The picture has 20000 × 15000 pixels, 300 million in all. Expected at most 90 million.',
    });
    expect(process.memoryUsage().rss - rss).toBeLessThan(100_000_000);
    await it.expectUntouched();
  });

  const changes: [string, (it: World & { earlier: number }) => Promise<unknown>, puts: number][] = [
    ['a new upload', async ({ avatars, change }) => avatars.replace(change, { bytes: await photo(90, 80) }), 5],
    ['another framing', ({ avatars, change }) => avatars.reframe(change, { crop }), 4],
  ];

  it.each(changes)('a storage failure at any write of %s, and no object of it remains', async (_name, attempt, puts) => {
    for (let nth = 0; nth < puts; nth += 1) {
      const it = await settledWorld();
      const before = await keysBelow(it.storage);
      it.storage.calls.length = 0;
      it.storage.fails = ({ operation }, earlier) => operation === 'put' && earlier === nth;
      await expect(attempt(it)).rejects.toMatchObject({ code: 'storage_failed' });
      expect(await keysBelow(it.storage)).toEqual(before);
      await it.expectUntouched();
    }
    const it = await settledWorld();
    it.storage.calls.length = 0;
    await attempt(it);
    expect(it.storage.calls.filter(({ operation }) => operation === 'put')).toHaveLength(puts);
  });

  it('an original that is unreadable when it is reframed, or missing when a version is restored', async () => {
    const it = await settledWorld();
    it.storage.fails = ({ key }) => key.startsWith('originals/');
    await expect(it.avatars.reframe(it.change, { crop })).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(it.avatars.original(it.change.principal)).rejects.toMatchObject({ code: 'storage_failed' });
    it.storage.fails = () => false;
    // The record of the earlier version was written without an object.
    await expect(it.avatars.restore(it.change, it.earlier)).rejects.toMatchObject({ code: 'storage_failed' });
    await it.expectUntouched();
  });

  it('a database failure at the commit', async () => {
    let works = true;
    const lost = () => Promise.reject(new Error('connection lost'));
    const it = await settledWorld({
      save: (...given) => (works ? records().save(...given) : lost()),
      point: (...given) => (works ? records().point(...given) : lost()),
    });
    works = false;
    const bytes = await photo(90, 80);
    await expect(it.avatars.replace(it.change, { bytes })).rejects.toThrow('connection lost');
    await expect(it.avatars.reframe(it.change, { crop })).rejects.toThrow('connection lost');
    await expect(it.avatars.remove(it.change)).rejects.toThrow('connection lost');
    await it.expectUntouched();
  });

  it('a concurrent change that was committed first', async () => {
    const it = await settledWorld();
    const late = { ...it.change, expectedVersion: 1 };
    const refused = { code: 'precondition_failed' };
    await expect(it.avatars.replace(late, { bytes: await photo(90, 80) })).rejects.toMatchObject(refused);
    await expect(it.avatars.reframe(late, { crop })).rejects.toMatchObject(refused);
    await expect(it.avatars.reframe(late, { alt: 'after' })).rejects.toMatchObject(refused);
    await expect(it.avatars.remove(late)).rejects.toMatchObject(refused);
    await it.expectUntouched();
  });

  it('and the new one is shown, if only the sweep after the commit fails', async () => {
    const it = await settledWorld();
    it.storage.fails = ({ operation }) => operation === 'delete';
    const { removed: _, ...after } = await it.avatars.replace(it.change, { bytes: await photo(90, 80) });
    await it.avatars.settled();
    expect(it.reported).toMatchObject([{ code: 'storage_failed' }]);
    expect(await it.state()).toEqual(after);
    expect((await it.served({})).byteLength).toBeGreaterThan(0);
  });
});
