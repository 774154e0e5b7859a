import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3Storage } from '@/lib/storage/s3';
import { createMemoryRecords } from '@/testing/memory/records';
import { photo } from '@/testing/pictures';
import { hex } from '@/testing/records';
import { type S3Server, startS3 } from '@/testing/s3';
import { keysBelow, text } from '@/testing/storage';
import { world } from '@/testing/world';
import { KEPT_DAYS } from './limits';
import { createSweeper } from './sweep';

let server: S3Server;
beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server.discard());

it('a sweep leaves in the bucket what rows refer to, and nothing else', async () => {
  const records = createMemoryRecords();
  const storage = s3Storage(await server.bucket(), { publicPrefix: 'renditions/' });
  const it = await world(records, {}, { inner: storage });
  for (let write = 0; write < 2; write += 1) await it.avatars.replace(it.change, { bytes: await photo(60, 40) });
  await it.served({ key: it.generatedKey, size: 20 });
  await it.avatars.settled();
  const orphans = Array.from({ length: 130 }, () => `renditions/${hex()}/64.webp`);
  for (let at = 0; at < orphans.length; at += 20) await Promise.all(orphans.slice(at, at + 20).map((key) => storage.put(key, text('x'))));
  await storage.put(`originals/${hex()}`, text('x'));
  // The earlier version is then too old to be kept, and its original is the second one.
  const now = () => new Date(Date.now() + (KEPT_DAYS + 1) * 86_400_000);
  const swept = await createSweeper({ records, storage, report: (error) => expect.unreachable(String(error)), now }).sweep();
  expect(swept).toEqual({ renditions: 130, originals: 2 });
  const { avatar } = await it.state();
  const referenced = [64, 128, 256, 512].map((size) => `renditions/${avatar?.key}/${size}.webp`);
  expect(await keysBelow(storage)).toEqual(
    [`originals/${avatar?.originalKey}`, `renditions/${it.generatedKey}/20.webp`, ...referenced].toSorted(),
  );
});
