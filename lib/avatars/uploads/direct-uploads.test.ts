import { beforeEach, expect, it } from 'vitest';
import { memoryCounters } from '@/lib/accounts/counters';
import { AvatarError } from '@/lib/errors';
import { memoryStorage } from '@/lib/storage/memory';
import { createMemoryRecords } from '@/testing/memory/records';
import { newPerson } from '@/testing/records';
import { principal } from '@/testing/world';
import { createDirectUploads } from './direct-uploads';
import type { UploadTarget } from './ports';

const FILE = new Uint8Array([1, 2, 3, 4]);

/** Calls of the target, in their order. */
let calls: string[];
beforeEach(() => {
  calls = [];
});

/** A store that has the same file at every key. */
const target: UploadTarget = {
  requestFor: async () => ({ method: 'PUT', url: 'https://store.example.org/', headers: {} }),
  async bytesOf() {
    calls.push('bytesOf');
    return FILE.byteLength;
  },
  async read() {
    calls.push('read');
    return FILE;
  },
};

async function open(replaced: Partial<UploadTarget> = {}) {
  const records = createMemoryRecords();
  const { id: userId } = await newPerson(records);
  const [reported, counters] = [[] as unknown[], memoryCounters()];
  const report = (error: unknown) => reported.push(error);
  const parts = { target: { ...target, ...replaced }, storage: memoryStorage(), records, counters, maxUploadBytes: 1000, report };
  const uploads = createDirectUploads(parts);
  const change = { principal: principal(userId), userId };
  const { id } = await uploads.issue(change, FILE.byteLength);
  return { parts, uploads, change, id, reported };
}

const busy = new AvatarError('busy', 'Too many uploads in progress.', { retryAfterSeconds: 5 });
const save = async (bytes: Uint8Array) => bytes.byteLength;

it('room in memory is reserved before a file is read; without room the upload can be used later', async () => {
  const { uploads, change, id } = await open();
  const refuse = (bytes: number) => {
    calls.push(`reserve ${bytes}`);
    throw busy;
  };
  await expect(uploads.use(change, id, refuse, save)).rejects.toBe(busy);
  await expect(uploads.read(change, id, refuse)).rejects.toBe(busy);
  expect(calls).toEqual(['bytesOf', 'reserve 4', 'bytesOf', 'reserve 4']);
  expect(await uploads.use(change, id, () => {}, save)).toBe(4);
});

it('a file that arrives with another length than the store has told is a failure of the storage', async () => {
  const { uploads, change, id } = await open({ bytesOf: async () => 5 });
  await expect(uploads.use(change, id, () => {}, save)).rejects.toMatchObject({
    code: 'storage_failed',
    cause: new Error(`uploads/${change.userId}/${id}: expected 5 bytes, got 4`),
  });
});

it('a picture is saved even if its upload can neither be noted nor deleted, and the upload is not used again', async () => {
  const { parts, change, id, reported } = await open();
  const [noted, deleted] = [new Error('the database is down'), new Error('the store is down')];
  const uploads = createDirectUploads({
    ...parts,
    records: { ...parts.records, storeResponse: () => Promise.reject(noted) },
    storage: { delete: () => Promise.reject(deleted) },
  });
  expect(await uploads.use(change, id, () => {}, save)).toBe(4);
  expect(reported).toEqual([noted, deleted]);
  await expect(uploads.use(change, id, () => {}, save)).rejects.toMatchObject({ code: 'idempotency_in_progress' });
});

it('processes that share records use an upload once', async () => {
  const { parts, change, id } = await open();
  const [first, second] = [createDirectUploads(parts), createDirectUploads(parts)];
  expect(await first.use(change, id, () => {}, save)).toBe(4);
  await expect(second.use(change, id, () => {}, save)).rejects.toMatchObject({ code: 'upload_not_found', details: { reason: 'used' } });
});
