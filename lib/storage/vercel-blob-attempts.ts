import { setTimeout as wait } from 'node:timers/promises';
import { BlobError, BlobRequestAbortedError, BlobServiceNotAvailable, BlobServiceRateLimited, BlobUnknownError } from '@vercel/blob';

/** Bounds on one operation. */
export interface BlobLimits {
  /** Milliseconds of one attempt, with the transfer of the object. */
  attemptMs: number;
  /** Milliseconds of all attempts and the waits between them. */
  totalMs: number;
  attempts: number;
  /** Milliseconds before the second attempt, on average. They double with each further one. */
  waitMs: number;
}

export const BLOB_LIMITS: BlobLimits = { attemptMs: 20_000, totalMs: 45_000, attempts: 3, waitMs: 300 };

/** An answer to a download that is neither the object nor 404. */
export class UnexpectedStatus extends Error {
  constructor(
    readonly status: number,
    /** Seconds, or 0. */
    readonly retryAfter: number,
  ) {
    super(`status ${status}`);
  }
}

/**
 * Runs a request until it succeeds, within the limits. The SDK's own retries take 17 minutes, do not end when they are aborted, and give up
 * at a rate limit; `lib/env.ts` turns them off.
 */
export async function withAttempts<T>(limits: BlobLimits, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = Date.now() + limits.totalMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runWithin(Math.min(limits.attemptMs, deadline - Date.now()), task);
    } catch (error) {
      const jitter = 0.5 + Math.random();
      const waitMs = Math.max(limits.waitMs * 2 ** (attempt - 1) * jitter, retryAfterOf(error) * 1000);
      if (attempt >= limits.attempts || !mayPass(error) || Date.now() + waitMs >= deadline) throw error;
      await wait(waitMs);
    }
  }
}

async function runWithin<T>(ms: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  // The SDK knows an abort by its default reason, an AbortError, which AbortSignal.timeout() does not have.
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

function retryAfterOf(error: unknown): number {
  return error instanceof BlobServiceRateLimited || error instanceof UnexpectedStatus ? error.retryAfter : 0;
}

/** Whether a failure may be of a moment. */
function mayPass(error: unknown): boolean {
  if (error instanceof UnexpectedStatus) return error.status === 429 || error.status >= 500;
  if (!(error instanceof BlobError)) return true;
  return [BlobServiceRateLimited, BlobServiceNotAvailable, BlobUnknownError, BlobRequestAbortedError].some((kind) => error instanceof kind);
}
