import { expect, test, vi } from 'vitest';
import { cachingStorage } from './caching';
import { type MemoryObject, memoryStorage } from './memory';

const bytes = (length: number, value = 0) => new Uint8Array(length).fill(value);

function open() {
  const below = memoryStorage();
  const get = vi.spyOn(below, 'get');
  const clock = { time: 1 };
  const options = { prefix: 'renditions/', capacityBytes: 100, objectBytes: 60, ttlMs: 1000, now: () => clock.time };
  return { storage: cachingStorage(below, options), below, get, clock };
}

test('a cached object is not read again until its TTL ends', async () => {
  const { storage, get, clock } = open();
  await storage.put('renditions/a', bytes(10, 7));
  expect(await storage.get('renditions/a')).toEqual(bytes(10, 7));
  expect(await storage.get('renditions/a')).toEqual(bytes(10, 7));
  expect(get).toHaveBeenCalledTimes(1);
  clock.time = 1002;
  await storage.get('renditions/a');
  expect(get).toHaveBeenCalledTimes(2);
});

test('deleting or replacing an object invalidates its cache entry', async () => {
  const { storage } = open();
  await storage.put('renditions/a', bytes(10, 1));
  await storage.get('renditions/a');
  await storage.put('renditions/a', bytes(10, 2));
  expect(await storage.get('renditions/a')).toEqual(bytes(10, 2));
  await storage.delete(['renditions/a']);
  expect(await storage.get('renditions/a')).toBeNull();
});

test('a read that overlaps a replacement is not cached, and later reads return the new object', async () => {
  const { storage, below, get } = open();
  await below.put('renditions/a', bytes(10, 1));
  let arrive: (bytes: Uint8Array<ArrayBuffer>) => void = () => {};
  get.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  const early = storage.get('renditions/a');
  await storage.put('renditions/a', bytes(10, 2));
  const after = storage.get('renditions/a');
  arrive(bytes(10, 1));
  expect(await early).toEqual(bytes(10, 1));
  expect(await after).toEqual(bytes(10, 2));
  expect(await storage.get('renditions/a')).toEqual(bytes(10, 2));
});

test('concurrent reads of one key share one read of the storage', async () => {
  const { storage, below, get } = open();
  await below.put('renditions/a', bytes(10, 1));
  const all = await Promise.all(Array.from({ length: 20 }, () => storage.get('renditions/a')));
  expect(all).toEqual(Array.from({ length: 20 }, () => bytes(10, 1)));
  expect(get).toHaveBeenCalledTimes(1);
});

test('a deletion by another process is noticed when the TTL ends', async () => {
  const { storage, below, clock } = open();
  await storage.put('renditions/a', bytes(10));
  await storage.get('renditions/a');
  await below.delete(['renditions/a']);
  clock.time = 1002;
  expect(await storage.get('renditions/a')).toBeNull();
});

test('the least recently used object is evicted first', async () => {
  const { storage, get } = open();
  for (const name of ['a', 'b', 'c']) await storage.put(`renditions/${name}`, bytes(40));
  for (const name of ['a', 'b', 'a', 'c']) await storage.get(`renditions/${name}`);
  get.mockClear();
  await storage.get('renditions/a');
  expect(get).not.toHaveBeenCalled();
  await storage.get('renditions/b');
  expect(get).toHaveBeenCalledTimes(1);
});

test('large objects, other prefixes and missing objects are never cached', async () => {
  const { storage, get } = open();
  await storage.put('renditions/large', bytes(61));
  await storage.put('originals/a', bytes(1));
  for (const key of ['renditions/large', 'originals/a', 'renditions/none']) {
    get.mockClear();
    await storage.get(key);
    await storage.get(key);
    expect(get, key).toHaveBeenCalledTimes(2);
  }
});

test('a damaged object is not cached, even for concurrent readers, and can be read again after a put', async () => {
  const objects = new Map<string, MemoryObject>();
  const below = memoryStorage(objects);
  const storage = cachingStorage(below, { prefix: 'renditions/', capacityBytes: 100, objectBytes: 60, ttlMs: 1000 });
  await storage.put('renditions/a', bytes(10, 7));
  objects.get('renditions/a')?.file.fill(0, 20);
  const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => storage.get('renditions/a')));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'storage_damaged' } });
  await expect(storage.get('renditions/a')).rejects.toMatchObject({ code: 'storage_damaged' });
  await storage.put('renditions/a', bytes(10, 7));
  expect(await storage.get('renditions/a')).toEqual(bytes(10, 7));
});
