import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { CrashStore } from './store';

export interface KilledChange {
  databaseUrl: string;
  store: CrashStore;
  /** Of the change. */
  name: string;
  userId: number;
  /** The step to be killed at, from one. */
  nth: number;
}

/** Runs a change in a process of its own, which is killed at its n-th step. @returns false if the change has fewer steps */
export async function isKilled({ databaseUrl, store, name, userId, nth }: KilledChange): Promise<boolean> {
  const parameters = [databaseUrl, JSON.stringify(store), name, String(userId), String(nth)];
  const child = spawn(process.execPath, ['--import', 'tsx', 'testing/crash/child.ts', ...parameters], {
    // The SDK of S3 warns of old releases of Node.
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = text(child.stderr);
  const [code, signal] = await once(child, 'exit');
  if (signal === 'SIGKILL') return true;
  expect([code, await errors]).toEqual([0, '']);
  return false;
}
