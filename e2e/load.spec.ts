import { availableParallelism } from 'node:os';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { QUEUE_PER_DECODER } from '../lib/avatars/limits';
import { openAccount } from './people';
import { discard, startServer } from './server';

/** Each core decodes one and lets QUEUE_PER_DECODER wait; twice as many as fit. */
const AT_ONCE = availableParallelism() * (1 + QUEUE_PER_DECODER) * 2;

test('more uploads at once than fit: none fails but by 503 with Retry-After, and the server goes on', async () => {
  const server = await startServer();
  const person = await openAccount(server.baseURL);
  // Few bytes and many pixels: quick to send, slow to decode.
  const flat = await sharp({ create: { width: 6000, height: 6000, channels: 3, background: 'plum' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  const put = () => fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: new Uint8Array(flat) });
  const responses = await Promise.all(Array.from({ length: AT_ONCE }, put));
  const refused = responses.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(AT_ONCE);
  for (const response of refused) {
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await response.json()).code).toBe('busy');
  }
  expect((await put()).status).toBe(200);
  await discard(server);
});
