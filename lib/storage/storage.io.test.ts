import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { keysBelow, textAt } from '@/testing/storage';
import { filesystemStorage } from './filesystem/filesystem';
import { type MemoryObject, memoryStorage } from './memory';
import { storageContract } from './storage.contract';

storageContract('filesystem', async () => {
  const root = join(await temporaryFolder(), 'not', 'made', 'yet');
  const damage = async (key: string, change: (file: Buffer) => Buffer) =>
    writeFile(join(root, key), change(await readFile(join(root, key))));
  return { storage: filesystemStorage(root), damage };
});

storageContract('memory', async () => {
  const objects = new Map<string, MemoryObject>();
  const damage = async (key: string, change: (file: Buffer) => Buffer) => {
    const object = objects.get(key);
    if (object) objects.set(key, { ...object, file: Buffer.from(change(object.file)) });
  };
  return { storage: memoryStorage(objects), damage };
});

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

  it('creates folders that only their owner can open', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    for (const folder of ['', 'renditions', 'renditions/0a']) expect((await stat(join(root, folder))).mode & 0o077).toBe(0);
  });

  it('leaves no temporary file behind', async () => {
    const { root, storage } = await filesystem();
    await Promise.all(Array.from({ length: 8 }, () => storage.put('a/b', bytes)));
    expect(await readdir(join(root, 'a'))).toEqual(['b']);
  });

  it('deletes empty folders, without failing a concurrent write into the same folder', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    await storage.put('renditions/0b/64.webp', bytes);
    await storage.delete(['renditions/0a/64.webp']);
    expect(await readdir(join(root, 'renditions'))).toEqual(['0b']);
    for (let round = 0; round < 50; round += 1) {
      await storage.put('renditions/0c/64.webp', bytes);
      await Promise.all([storage.delete(['renditions/0c/64.webp']), storage.put('renditions/0c/128.webp', bytes)]);
      expect(await keysBelow(storage, 'renditions/0c/')).toEqual(['renditions/0c/128.webp']);
      await storage.delete(['renditions/0c/128.webp']);
    }
  });

  it('neither lists nor serves the file of an interrupted write', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    await writeFile(join(root, 'renditions/0a/64.webp.1234567890'), 'half of a pict');
    await writeFile(join(root, 'renditions/0a/128.webp.9876543210'), 'half of a pict');
    expect(await keysBelow(storage)).toEqual(['renditions/0a/64.webp']);
    expect(await storage.get('renditions/0a/64.webp')).toEqual(Buffer.from(bytes));
    expect(await storage.get('renditions/0a/128.webp')).toBeNull();
  });

  it('deletes temporary files older than an hour while listing, and no younger ones', async () => {
    const { root, storage } = await filesystem();
    await storage.put('originals/0a', bytes);
    await storage.put('originals/0b', bytes);
    const longAgo = new Date(Date.now() - 61 * 60 * 1000);
    for (const name of ['0a', '0a.1234567890', '0b.1234567890']) await writeFile(join(root, 'originals', name), bytes);
    for (const name of ['0a', '0a.1234567890']) await utimes(join(root, 'originals', name), longAgo, longAgo);
    expect(await keysBelow(storage)).toEqual(['originals/0a', 'originals/0b']);
    expect((await readdir(join(root, 'originals'))).sort()).toEqual(['0a', '0b', '0b.1234567890']);
  });

  it('reads files without a header only below the named prefix, byte for byte', async () => {
    const { root } = await filesystem();
    const storage = filesystemStorage(root, { withoutHeader: 'originals/' });
    await mkdir(join(root, 'originals'), { recursive: true });
    await mkdir(join(root, 'renditions/0a'), { recursive: true });
    for (const key of ['originals/0a', 'renditions/0a/64.webp']) await writeFile(join(root, key), 'RIFF and more');
    expect(await textAt(storage, 'originals/0a')).toBe('RIFF and more');
    expect(await storage.get('renditions/0a/64.webp')).toBeNull();
    expect((await storage.head('originals/0a'))?.bytes).toBe(13);
    expect(await storage.head('renditions/0a/64.webp')).toBeNull();
    expect(await filesystemStorage(root).get('originals/0a')).toBeNull();
    expect(await filesystemStorage(root).head('originals/0a')).toBeNull();
    expect(await keysBelow(storage)).toEqual(['originals/0a', 'renditions/0a/64.webp']);
    await storage.put('renditions/0a/64.webp', bytes);
    expect(await storage.get('renditions/0a/64.webp')).toEqual(Buffer.from(bytes));
  });

  it('stores the unchanged object behind a header of 16 bytes', async () => {
    const { root, storage } = await filesystem();
    await storage.put('originals/0a', bytes);
    const file = await readFile(join(root, 'originals/0a'));
    expect(file.subarray(0, 12).toString('hex')).toBe('894c4b4e0d0a1a0109000000');
    expect(file.subarray(16).toString()).toBe('a picture');
  });

  it('treats a file of a newer layout as damaged or without a header, never as a picture', async () => {
    const { root, storage } = await filesystem();
    await storage.put('renditions/0a/64.webp', bytes);
    const path = join(root, 'renditions/0a/64.webp');
    const file = await readFile(path);
    file.writeUInt8(2, 7);
    await writeFile(path, file);
    expect(await storage.get('renditions/0a/64.webp')).toBeNull();
  });

  it('leaves neither a file nor a folder behind when a write fails', async () => {
    const { root, storage } = await filesystem();
    // A folder with the name of the file makes the rename fail.
    await mkdir(join(root, 'renditions/0a/64.webp/in-the-way'), { recursive: true });
    await expect(storage.put('renditions/0a/64.webp', bytes)).rejects.toMatchObject({ code: 'storage_failed' });
    expect(await readdir(join(root, 'renditions/0a'))).toEqual(['64.webp']);
  });

  it('lists nothing while its folder does not exist', async () => {
    const { storage } = await filesystem();
    expect(await keysBelow(storage, 'originals/')).toEqual([]);
  });

  // Not by permissions, which root bypasses: a file in place of a folder fails for every user.
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
    await expect(storage.head('loop/0a')).rejects.toEqual(failed);
    await expect(storage.delete(['renditions/0a'])).rejects.toEqual(failed);
    await expect(keysBelow(storage, 'loop/')).rejects.toEqual(failed);
    expect(await readFile(join(root, 'originals'), 'utf8')).toBe('a file where the folder should be');
  });

  it('deletes what it can of many objects before it fails', async () => {
    const { root, storage } = await filesystem();
    for (const key of ['originals/0a', 'originals/0c']) await storage.put(key, bytes);
    await mkdir(join(root, 'originals/0b'));
    await expect(storage.delete(['originals/0a', 'originals/0b', 'originals/0c'])).rejects.toMatchObject({ code: 'storage_failed' });
    expect(await keysBelow(storage)).toEqual([]);
  });

  it('reveals neither paths nor keys in its error messages', async () => {
    const { root, storage } = await filesystem();
    await mkdir(join(root, 'renditions/0a'), { recursive: true });
    const failure = await storage.get('renditions/0a').catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.not.stringMatching(`${root}|renditions|0a`) });
  });
});
