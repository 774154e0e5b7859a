import { availableParallelism } from 'node:os';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { DECODED_PER_SECOND, MAX_WAIT_SECONDS } from '@/lib/scheduling/limits';
import { openAccount } from '../client/people';
import { phonePhoto } from '../pictures/files';
import { discard, type Server, startServer } from '../server/server';

/** Pixels per side. The file has few bytes and many pixels: quick to send, slow to decode. */
const SIDE = 6000;

/** Twice as many uploads as the queue accepts. */
const TOO_MANY = Math.ceil((availableParallelism() * DECODED_PER_SECOND * MAX_WAIT_SECONDS) / SIDE ** 2) * 2;

const PHONES = 32;

async function putAll(server: Server, picture: Uint8Array<ArrayBuffer>, count: number): Promise<{ saved: number; refused: number }> {
  const person = await openAccount(server.baseURL);
  const put = () => fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: picture });
  const responses = await Promise.all(Array.from({ length: count }, put));
  const refused = responses.filter(({ status }) => status !== 200);
  for (const response of refused) {
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await response.json()).code).toBe('busy');
  }
  expect((await put()).status).toBe(200);
  return { saved: count - refused.length, refused: refused.length };
}

test('more concurrent uploads than the queue accepts: the only failures are 503 with Retry-After, and the server keeps running', async () => {
  const server = await startServer();
  const flat = await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: 'plum' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  const { saved, refused } = await putAll(server, new Uint8Array(flat), TOO_MANY);
  expect(saved).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  await discard(server);
});

test('32 phones upload 12 megapixels concurrently: each gets 200, or 503 with Retry-After', async () => {
  const server = await startServer();
  const { buffer } = await phonePhoto();
  const { saved } = await putAll(server, new Uint8Array(buffer), PHONES);
  expect(saved).toBeGreaterThan(0);
  await discard(server);
});
