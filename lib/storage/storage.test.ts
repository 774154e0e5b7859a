import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@/lib/testing/folder';
import { keysBelow } from '@/lib/testing/storage';
import { filesystemStorage } from './filesystem';
import { memoryStorage } from './memory';
import { storageContract } from './storage.contract';

storageContract('filesystem', async () => filesystemStorage(join(await temporaryFolder(), 'not', 'made', 'yet')));
storageContract('memory', async () => memoryStorage());

const bytes = new TextEncoder().encode('a picture');

async function filesystem() {
  const root = join(await temporaryFolder(), 'pictures');
  return { root, storage: filesystemStorage(root) };
}

describe('the filesystem storage', () => {
  it('writes files that only their owner can read', async () => {
    const { root, storage } = await filesystem();
    await storage.put('originals/0a', bytes);
    expect((await stat(join(root, 'originals/0a'))).mode & 0o777).toBe(0o600);
    await storage.put('originals/0a', bytes);
    expect((await stat(join(root, 'originals/0a'))).mode & 0o777).toBe(0o600);
  });

  it('makes folders that only their owner can look into', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    for (const folder of ['', 'renditions', 'renditions/0a']) expect((await stat(join(root, folder))).mode & 0o077).toBe(0);
  });

  it('leaves nothing beside the file it wrote', async () => {
    const { root, storage } = await filesystem();
    await Promise.all(Array.from({ length: 8 }, () => storage.put('a/b', bytes)));
    expect(await readdir(join(root, 'a'))).toEqual(['b']);
  });

  it('leaves no empty folder behind, and none of those who write into it at that moment without one', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    await storage.put('renditions/0b/64.webp', bytes);
    await storage.delete('renditions/0a/64.webp');
    expect(await readdir(join(root, 'renditions'))).toEqual(['0b']);
    for (let round = 0; round < 50; round += 1) {
      await storage.put('renditions/0c/64.webp', bytes);
      await Promise.all([storage.delete('renditions/0c/64.webp'), storage.put('renditions/0c/128.webp', bytes)]);
      expect(await keysBelow(storage, 'renditions/0c/')).toEqual(['renditions/0c/128.webp']);
      await storage.delete('renditions/0c/128.webp');
    }
  });

  it('neither lists nor serves what an interrupted write left', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    await writeFile(join(root, 'renditions/0a/64.webp.1234567890'), 'half of a pict');
    await writeFile(join(root, 'renditions/0a/128.webp.9876543210'), 'half of a pict');
    expect(await keysBelow(storage)).toEqual(['renditions/0a/64.webp']);
    expect(await storage.get('renditions/0a/64.webp')).toEqual(Buffer.from(bytes));
    expect(await storage.get('renditions/0a/128.webp')).toBeNull();
  });

  it('clears away, while listing, what writes left that were interrupted more than an hour ago, and nothing younger', async () => {
    const { root, storage } = await filesystem();
    await storage.put('originals/0a', bytes);
    await storage.put('originals/0b', bytes);
    const longAgo = new Date(Date.now() - 61 * 60 * 1000);
    for (const name of ['0a', '0a.1234567890', '0b.1234567890']) await writeFile(join(root, 'originals', name), bytes);
    for (const name of ['0a', '0a.1234567890']) await utimes(join(root, 'originals', name), longAgo, longAgo);
    expect(await keysBelow(storage)).toEqual(['originals/0a', 'originals/0b']);
    expect((await readdir(join(root, 'originals'))).sort()).toEqual(['0a', '0b', '0b.1234567890']);
  });

  it('lists nothing while its folder does not exist', async () => {
    const { storage } = await filesystem();
    expect(await keysBelow(storage, 'originals/')).toEqual([]);
  });

  // Not by permissions, which root ignores: a file where a folder should be fails for everyone.
  it('fails as storage_failed, with the cause, when it cannot write, read, list or delete', async () => {
    const { root, storage } = await filesystem();
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'originals'), 'a file where the folder should be');
    await mkdir(join(root, 'renditions/0a'), { recursive: true });
    await symlink(join(root, 'loop'), join(root, 'loop'));
    const failed = expect.objectContaining({ code: 'storage_failed', cause: expect.any(Error) });
    await expect(storage.put('originals/0a', bytes)).rejects.toEqual(failed);
    await expect(storage.put('loop/0a', bytes)).rejects.toEqual(failed);
    await expect(storage.get('renditions/0a')).rejects.toEqual(failed);
    await expect(storage.get('loop/0a')).rejects.toEqual(failed);
    await expect(storage.delete('renditions/0a')).rejects.toEqual(failed);
    await expect(keysBelow(storage, 'loop/')).rejects.toEqual(failed);
    expect(await readFile(join(root, 'originals'), 'utf8')).toBe('a file where the folder should be');
  });

  it('does not tell where it keeps things, neither on the disk nor under which name', async () => {
    const { root, storage } = await filesystem();
    await mkdir(join(root, 'renditions/0a'), { recursive: true });
    const failure = await storage.get('renditions/0a').catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.not.stringMatching(`${root}|renditions|0a`) });
  });
});
