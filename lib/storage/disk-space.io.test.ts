import { readdir, writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { MIN_FREE_BYTES, RESERVED_BYTES } from '@/lib/avatars/limits';
import { temporaryFolder } from '@/testing/folder';
import { CAN_MOUNT, mountSmallDisk } from '@/testing/small-disk';
import { createDiskSpace, freeBytesOf, reservingStorage } from './disk-space';
import { filesystemStorage } from './filesystem/filesystem';
import { memoryStorage } from './memory';

const FULL = {
  code: 'storage_full',
  message:
    'The disk of this server is full or read-only. Nothing was changed, and pictures are still shown. Ask the administrator to free some space, then try again.',
};

function disk(free: number) {
  const state = { free, clock: 0, asked: 0, told: [] as boolean[] };
  const space = createDiskSpace({
    freeBytes: async () => {
      state.asked += 1;
      return state.free;
    },
    onChange: (isLow) => state.told.push(isLow),
    now: () => state.clock,
  });
  return { state, space };
}

describe('room on the disk', () => {
  it('is required for changes, read once a second, and reported when it runs out and when it is back', async () => {
    const { state, space } = disk(MIN_FREE_BYTES);
    for (let change = 0; change < 5; change += 1) await space.requireRoom();
    expect(state).toMatchObject({ asked: 1, told: [] });

    Object.assign(state, { free: MIN_FREE_BYTES - 1, clock: 1_000 });
    for (let change = 0; change < 5; change += 1) await expect(space.requireRoom()).rejects.toMatchObject(FULL);
    expect(await space.isLow()).toBe(true);
    expect(state).toMatchObject({ asked: 2, told: [true] });

    Object.assign(state, { free: MIN_FREE_BYTES, clock: 2_000 });
    await space.requireRoom();
    expect(state).toMatchObject({ asked: 3, told: [true, false] });
  });

  it('is required for removals too, but less of it', async () => {
    const { state, space } = disk(24 * 1024 * 1024);
    await expect(space.requireRoom()).rejects.toMatchObject(FULL);
    await space.requireRoomToRemove();
    Object.assign(state, { free: 24 * 1024 * 1024 - 1, clock: 1_000 });
    await expect(space.requireRoomToRemove()).rejects.toMatchObject(FULL);
  });

  it('is assumed when the disk cannot be read', async () => {
    const space = createDiskSpace({ freeBytes: () => Promise.reject(new Error('ENOSYS')), onChange: () => {} });
    await space.requireRoom();
    expect(await space.withRoomFor(1_000_000_000, async () => 'written')).toBe('written');
  });

  it('for the database is not taken by pictures', async () => {
    const { state, space } = disk(RESERVED_BYTES + 10);
    const storage = reservingStorage(memoryStorage(), space);
    await storage.put('originals/0a', new Uint8Array(10));
    await expect(storage.put('originals/0b', new Uint8Array(11))).rejects.toMatchObject(FULL);
    state.free = RESERVED_BYTES - 1;
    await expect(storage.put('originals/0b', new Uint8Array(0))).rejects.toMatchObject(FULL);
    expect(await storage.get('originals/0a')).toHaveLength(10);
    expect(await storage.get('originals/0b')).toBeNull();
  });

  it('is shared by concurrent writes, and free again when one fails', async () => {
    const { space } = disk(RESERVED_BYTES + 60);
    let fail = () => {};
    const ended = new Promise<never>((_resolve, reject) => {
      fail = () => reject(new Error('EIO'));
    });
    const writing: string[] = [];
    const slow = {
      ...memoryStorage(),
      put(key: string) {
        writing.push(key);
        return ended;
      },
    };
    const storage = reservingStorage(slow, space);
    const all = Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => storage.put(key, new Uint8Array(25))));
    await vi.waitFor(() => expect(writing).toEqual(['a', 'b']));
    fail();
    expect((await all).map((outcome) => outcome.status === 'rejected' && outcome.reason.message)).toEqual([
      'EIO',
      'EIO',
      FULL.message,
      FULL.message,
    ]);
    await expect(storage.put('e', new Uint8Array(60))).rejects.toThrow('EIO');
  });

  it('equals the free space that the file system reports', async () => {
    expect(await freeBytesOf(await temporaryFolder())).toBeGreaterThan(1_000_000);
  });
});

describe.runIf(CAN_MOUNT)('a full or read-only disk', () => {
  // Thirty seconds: mounting runs a program and waits for the kernel.
  it('refuses writes as storage_full, leaves no partial file, and still serves reads', async () => {
    const folder = await temporaryFolder();
    const small = await mountSmallDisk(folder, 1);
    onTestFinished(small.unmount);
    const storage = filesystemStorage(folder);
    await storage.put('originals/0a', new Uint8Array(100_000).fill(7));
    await expect(writeFile(`${folder}/other programs`, new Uint8Array(2_000_000))).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(storage.put('originals/0b', new Uint8Array(10_000))).rejects.toMatchObject({ ...FULL, cause: { code: 'ENOSPC' } });
    expect(await readdir(`${folder}/originals`)).toEqual(['0a']);
    await small.readOnly();
    await expect(storage.put('originals/0c', new Uint8Array(1))).rejects.toMatchObject({ ...FULL, cause: { code: 'EROFS' } });
    expect(await storage.get('originals/0a')).toEqual(Buffer.alloc(100_000, 7));
  }, 30_000);
});
