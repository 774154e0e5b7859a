import { describe, expect, it } from 'vitest';
import { blobStores, failureOf, KEY } from '@/testing/blob-store';
import { keysBelow, text, textAt } from '@/testing/storage';
import { storageContract } from './storage.contract';
import { blobStorage } from './vercel-blob';

const { standIn, openStore } = blobStores();

for (const access of ['private', 'public'] as const) {
  storageContract(`vercel-blob, ${access}`, async () => {
    const { objects, ...settings } = standIn().createStore(access);
    const damage = async (key: string, change: (file: Buffer) => Buffer) => {
      const object = objects.get(key);
      if (object) objects.set(key, { ...object, bytes: Buffer.from(change(object.bytes)) });
    };
    return { storage: blobStorage(settings), damage };
  });
}

describe('a request to the API', () => {
  it('puts an object at its key, may replace it, and lets no cache keep it longer than a minute', async () => {
    const { settings, storage } = await openStore();
    await storage.put('renditions/0a/64.webp', text('x'), { contentType: 'image/webp', immutable: true });
    expect(standIn().received).toMatchObject([
      {
        method: 'PUT',
        url: '/?pathname=renditions%2F0a%2F64.webp',
        headers: {
          authorization: `Bearer ${settings.token}`,
          'x-vercel-blob-access': 'private',
          'x-add-random-suffix': '0',
          'x-allow-overwrite': '1',
          'x-cache-control-max-age': '60',
          'x-content-type': 'application/octet-stream',
        },
      },
    ]);
  });

  it('is needed before the first read alone, which learns where the objects are', async () => {
    const { settings } = await openStore();
    const storage = blobStorage(settings);
    expect(await textAt(storage, KEY)).toBe('a picture');
    expect(await textAt(storage, KEY)).toBe('a picture');
    const id = settings.token.split('_')[3];
    expect(standIn().received.map(({ url }) => url)).toEqual([
      '/?url=originals%2F0a',
      `/store/${id}/originals/0a?cache=0`,
      `/store/${id}/originals/0a?cache=0`,
    ]);
  });

  it('deletes 250 objects at most', async () => {
    const { storage } = await openStore();
    await storage.delete(Array.from({ length: 600 }, (_, at) => `many/${at}`));
    expect(standIn().received.map(({ url }) => url)).toEqual(['/delete', '/delete', '/delete']);
  });

  it('stays below the prefix, and a listing passes over objects of other programs', async () => {
    const { objects, settings } = await openStore();
    const other = objects.get(KEY) ?? expect.unreachable();
    objects.set('likeness/Not a key.txt', other);
    const storage = blobStorage({ ...settings, prefix: 'likeness/' });
    await storage.put('originals/0b', text('of the prefix'));
    expect(await keysBelow(storage)).toEqual(['originals/0b']);
    expect([...objects.keys()].sort()).toEqual(['likeness/Not a key.txt', 'likeness/originals/0b', KEY]);
    expect(await textAt(storage, 'originals/0b')).toBe('of the prefix');
    expect(await textAt(storage, KEY)).toBeUndefined();
  });

  it('has no public address to offer, not even of a public store', () => {
    const { objects, ...settings } = standIn().createStore('public');
    expect(blobStorage(settings).publicUrl('renditions/0a/64.webp')).toBeNull();
    expect(objects.size).toBe(0);
  });
});

it('reports an object of another program as damaged', async () => {
  const { objects, storage } = await openStore();
  const object = objects.get(KEY) ?? expect.unreachable();
  objects.set(KEY, { ...object, bytes: Buffer.from('a picture without a header') });
  expect(await failureOf(storage.get(KEY))).toBe('storage_damaged: originals/0a: expected a header with its checksum, got none');
});
