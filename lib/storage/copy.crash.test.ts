import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as read } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import type { Storage } from '@/lib/avatars/ports';
import { type CrashStore, openCrashStore } from '@/testing/crash/store';
import { temporaryFolder } from '@/testing/folder';
import { type S3Server, startS3 } from '@/testing/s3';
import { keysBelow, text, textAt } from '@/testing/storage';
import { copyObjects } from './copy';

const KEYS = ['originals/0a', 'renditions/0b/64.webp', 'renditions/0b/128.webp'];

let server: S3Server | undefined;
afterAll(() => server?.discard());

const files = async (): Promise<CrashStore> => ({ kind: 'files', folder: await temporaryFolder() });

async function bucket(): Promise<CrashStore> {
  server ??= await startS3();
  return { kind: 's3', settings: await server.bucket() };
}

/** Copies in a process of its own, which is killed at its n-th step. @returns false if the copy has fewer steps */
async function isKilled(from: CrashStore, to: CrashStore, nth: number): Promise<boolean> {
  const parameters = [JSON.stringify(from), JSON.stringify(to), String(nth)];
  const child = spawn(process.execPath, ['--import', 'tsx', 'testing/crash/copy-child.ts', ...parameters], {
    // The SDK warns of old releases of Node.
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = read(child.stderr);
  const [code, signal] = await once(child, 'exit');
  if (signal === 'SIGKILL') return true;
  expect([code, await errors]).toEqual([0, '']);
  return false;
}

/** How many objects are there, each whole. */
async function copiedTo(target: Storage): Promise<number> {
  const keys = await keysBelow(target);
  for (const key of keys) expect(await textAt(target, key), key).toBe(`bytes of ${key}`);
  return keys.length;
}

describe('a copy that is killed at any step', () => {
  // Of each object: read in the source, read in the target, write, read in the target. A file gets its name in a step of its own.
  it.each([
    ['files', 'files', files, files, 3 * 5 + 1],
    ...(process.env.S3_TEST
      ? ([
          ['files', 'S3', files, bucket, 3 * 4 + 1],
          ['S3', 'files', bucket, files, 3 * 5 + 1],
        ] as const)
      : []),
  ] as const)('from %s to %s leaves whole objects, and the next one completes it', async (_from, _to, openFrom, openTo, steps) => {
    const from = await openFrom();
    const source = await openCrashStore(from);
    for (const key of KEYS) await source.put(key, text(`bytes of ${key}`));
    const counts = new Set<number>();
    let nth = 0;
    for (let isOver = false; !isOver; ) {
      nth += 1;
      const to = await openTo();
      isOver = !(await isKilled(from, to, nth));
      const target = await openCrashStore(to);
      const copied = await copiedTo(target);
      counts.add(copied);
      const { copied: added, same, damaged } = await copyObjects(source, target, { headersOf: () => ({}) });
      // A store elsewhere may complete a put whose sender was killed.
      expect({ all: added + same, damaged, isKept: same >= copied }).toEqual({ all: 3, damaged: [], isKept: true });
      expect([await copiedTo(target), await copiedTo(source)]).toEqual([3, 3]);
    }
    expect(nth).toBe(steps + 1);
    expect([...counts].toSorted()).toEqual(expect.arrayContaining([0, 3]));
  });
});
