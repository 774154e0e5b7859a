import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { blobStorage } from '@/lib/storage/vercel-blob';
import type { BlobLimits } from '@/lib/storage/vercel-blob-attempts';
import { type BlobFault, type BlobStandIn, startBlobStandIn } from './blob-stand-in';
import { text } from './storage';

/** The key of the object in each new store. */
export const KEY = 'originals/0a';

/** Limits with which a failure takes no time. */
export const QUICK: BlobLimits = { attemptMs: 300, totalMs: 3_000, attempts: 2, waitMs: 1 };

/** Writes an answer, or none. */
export type Fault = (...args: Parameters<BlobFault>) => unknown;

/** Starts a stand-in for the tests of this file. */
export function blobStores() {
  let standIn: BlobStandIn;
  beforeAll(async () => {
    standIn = await startBlobStandIn();
  });
  beforeEach(() => standIn.failWith(undefined));
  afterAll(() => standIn.stop());
  return {
    standIn: () => standIn,
    /** A new store with one object. */
    async openStore() {
      const { objects, ...settings } = standIn.createStore();
      const storage = blobStorage(settings, QUICK);
      await storage.put(KEY, text('a picture'));
      standIn.received.length = 0;
      return { objects, settings, storage };
    },
    /** Fails requests, from the next one on. @param times how many of them; all by default */
    failWith(fault: Fault, times = Infinity): void {
      let left = times;
      standIn.received.length = 0;
      standIn.failWith((...args) => {
        left -= 1;
        if (left < 0) return false;
        fault(...args);
        return true;
      });
    },
  };
}

/** Code and cause of a failure of the call. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => expect.unreachable('It did not fail'),
    (reason) => reason,
  );
  return `${error.code}: ${error.cause.message}`;
}
