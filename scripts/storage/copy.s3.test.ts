import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { filesystemStorage } from '@/lib/storage/filesystem/filesystem';
import { s3Storage } from '@/lib/storage/s3';
import { temporaryFolder } from '@/testing/folder';
import { type S3Server, startS3 } from '@/testing/s3';
import { keysBelow } from '@/testing/storage';

let server: S3Server;
beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server.discard());

function start(
  args: string[],
  variables: Record<string, string>,
): { child: ChildProcess; ended: Promise<[code: number | null, output: string]> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/storage.ts', ...args], {
    // Vitest sets BASE_URL for itself.
    env: { ...process.env, NODE_NO_WARNINGS: '1', BASE_URL: '', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, ended: once(child, 'close').then(([code]) => [code, output]) };
}

it('a copy that is killed is completed by the next one, and copied back it is identical', async () => {
  const bucket = { ...(await server.bucket()), prefix: 'moved/' };
  const target = s3Storage(bucket, { publicPrefix: 'renditions/' });
  const folder = await temporaryFolder();
  const source = filesystemStorage(join(folder, 'pictures'));
  const contents = new Map(Array.from({ length: 80 }, (_, at) => [`originals/${at}`, randomBytes(2_000 + at)]));
  for (const [key, bytes] of contents) await source.put(key, bytes);
  const settings = { S3_ENDPOINT: server.endpoint, S3_BUCKET: bucket.bucket, S3_PREFIX: 'moved', STORAGE: '' };
  const there = ['copy', '--from', 'filesystem', '--to', 's3'];

  const first = start(there, { ...settings, DATA_DIR: folder });
  const count = async () => (await keysBelow(target)).length;
  await vi.waitFor(async () => expect(await count()).toBeGreaterThan(4), { timeout: 90_000, interval: 100 });
  first.child.kill('SIGKILL');
  await first.ended;
  const before = await count();
  expect(before).toBeLessThan(80);

  const [code, output] = await start(there, { ...settings, DATA_DIR: folder }).ended;
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/^(?:.*\n)*\d+ objects copied \([\d.]+ MB\), \d+ were there already, 0 are damaged\n$/),
  ]);
  const [, copied, same] = output.match(/(\d+) objects copied \([\d.]+ MB\), (\d+) were there already, /) ?? [];
  expect(Number(copied) + Number(same)).toBe(80);
  expect(Number(same)).toBeGreaterThanOrEqual(before);
  expect(await count()).toBe(80);

  const back = await temporaryFolder();
  const [backCode] = await start(['copy', '--from', 's3', '--to', 'filesystem'], { ...settings, DATA_DIR: back }).ended;
  expect(backCode).toBe(0);
  const copiedBack = filesystemStorage(join(back, 'pictures'));
  expect(await keysBelow(copiedBack)).toEqual([...contents.keys()].toSorted());
  for (const [key, bytes] of contents) expect(Buffer.compare((await copiedBack.get(key)) ?? Buffer.alloc(0), bytes), key).toBe(0);
});

it.each([
  [['copy', '--from', 'filesystem'], 'Expected two different stores, such as --from filesystem --to s3.'],
  [['copy', '--from', 's3', '--to', 's3'], 'Expected two different stores, such as --from filesystem --to s3.'],
  [['copy', '--from', 'disk', '--to', 'filesystem'], '  STORAGE: expected filesystem, s3 or vercel-blob (got "disk")'],
  [['copy', '--from', 'filesystem', '--to', 's3'], '  S3_BUCKET: expected the name of the bucket, since STORAGE is s3 (got nothing)'],
  [['move'], 'Expected copy, verify or rebuild, got move.'],
  [[], 'Expected copy, verify or rebuild, got nothing.'],
])('%j ends with the exit code 1 and says what was expected', async (args, message) => {
  const [code, output] = await start(args, { S3_BUCKET: '', S3_ENDPOINT: '', DATA_DIR: await temporaryFolder() }).ended;
  expect([code, output]).toEqual([1, expect.stringContaining(message)]);
});
