import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_MAX_UPLOAD_BYTES } from '@/lib/avatars/limits';
import { bodyOf } from '@/testing/requests';
import { BODY_GRACE_SECONDS, MIN_BODY_BYTES_PER_SECOND } from '../limits';
import { readBytes } from './body';
import { createMinThroughput, longestBodySeconds, longestStreamSeconds } from './min-throughput';
import { readMultipart } from './multipart';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A request whose body sends this many bytes per interval in milliseconds; endless by default. */
function dripping(bytes: number, everyMs: number, { chunks = Number.POSITIVE_INFINITY, type = 'image/png' } = {}) {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (sent === chunks) return controller.close();
        await new Promise((resolve) => setTimeout(resolve, everyMs));
        sent += 1;
        controller.enqueue(new Uint8Array(bytes));
      },
    },
    { highWaterMark: 0 },
  );
  const init: RequestInit & { duplex: 'half' } = { method: 'PUT', body, duplex: 'half', headers: { 'content-type': type } };
  return new Request('http://localhost/', init);
}

/** How a read ends, and after how many seconds. */
async function outcome(read: Promise<unknown>): Promise<{ end: unknown; seconds: number }> {
  const since = performance.now();
  let end: unknown;
  read.then(
    () => {
      end = 'read';
    },
    ({ code }) => {
      end = code;
    },
  );
  while (end === undefined) await vi.advanceTimersByTimeAsync(500);
  return { end, seconds: (performance.now() - since) / 1000 };
}

it('a body of a byte a second is refused within fifteen seconds, as are such a form and a silent client', async () => {
  const reads = [
    () => readBytes(bodyOf(dripping(1, 1000)), 1e6),
    () => readMultipart(bodyOf(dripping(1, 1000, { type: 'multipart/form-data; boundary=x' })), 1e6),
    () => readBytes(bodyOf(dripping(1, 1e9)), 1e6),
  ];
  for (const read of reads) {
    const { end, seconds } = await outcome(read());
    expect(end).toBe('body_too_slow');
    expect(seconds).toBeLessThan(15);
    expect(seconds).toBeGreaterThan(BODY_GRACE_SECONDS - 1);
  }
});

it('the refusal states the minimum throughput', async () => {
  const read = readBytes(bodyOf(dripping(1, 1000)), 1e6);
  const refused = expect(read).rejects.toMatchObject({
    message: 'The request body is too slow: expected at least 8192 bytes per second.',
    details: { limitBytesPerSecond: MIN_BODY_BYTES_PER_SECOND },
  });
  await vi.advanceTimersByTimeAsync(20_000);
  await refused;
});

it('the largest upload at just the minimum throughput succeeds, in almost an hour', async () => {
  const chunk = 64 * 1024;
  const chunks = DEFAULT_MAX_UPLOAD_BYTES / chunk;
  const everyMs = (chunk / (MIN_BODY_BYTES_PER_SECOND + 1)) * 1000;
  const { end, seconds } = await outcome(readBytes(bodyOf(dripping(chunk, everyMs, { chunks })), DEFAULT_MAX_UPLOAD_BYTES));
  expect(end).toBe('read');
  expect(seconds).toBeGreaterThan(3000);
  expect(seconds).toBeLessThan(longestBodySeconds(DEFAULT_MAX_UPLOAD_BYTES));
});

it('a phone that changes cells may pause for ten seconds repeatedly', async () => {
  const { end } = await outcome(readBytes(bodyOf(dripping(100_000, 10_000, { chunks: 20 })), 1e7));
  expect(end).toBe('read');
});

it('a fast start does not allow a long pause', async () => {
  const minThroughput = createMinThroughput();
  await minThroughput(Promise.resolve({ value: new Uint8Array(20_000_000) }));
  const { end, seconds } = await outcome(minThroughput(new Promise(() => {})));
  expect(end).toBe('body_too_slow');
  expect(seconds).toBeLessThan(BODY_GRACE_SECONDS + 1);
});

it('the time that we spend between two reads does not count', async () => {
  const minThroughput = createMinThroughput();
  const value = new Uint8Array(1);
  for (let round = 0; round < 10; round += 1) {
    await minThroughput(Promise.resolve({ value }));
    await vi.advanceTimersByTimeAsync(60_000);
  }
  const almostMs = BODY_GRACE_SECONDS * 1000 - 100;
  const slow = minThroughput(new Promise<{ value: Uint8Array }>((resolve) => setTimeout(() => resolve({ value }), almostMs)));
  await vi.advanceTimersByTimeAsync(almostMs);
  expect(await slow).toEqual({ value });
});

it.each([
  [200, 60],
  [20, 600],
  [10_000, 60],
])('lines have the time that the limit of %i in a minute takes: %i minutes', (perMinute, minutes) => {
  expect(longestStreamSeconds(perMinute)).toBe(minutes * 60);
});
