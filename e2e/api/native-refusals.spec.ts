import { DEFAULT_MAX_UPLOAD_BYTES } from '@/lib/avatars/limits';
import { rawRequest } from '../client/raw';
import { expectOldPicture } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/me/avatar';
/** Bytes in the socket buffers of both ends after the server stopped reading, with a margin. */
const BUFFERS = 64 * 1024 * 1024;

const head = (key: string, length: string) =>
  `PUT ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: image/png\r\n${length}\r\n\r\n`;

test('a body cut short → 400, from the HTTP server itself', { tag: '@main' }, async ({ server, owner }) => {
  const { answer } = await rawRequest(server.port, [head(owner.key, 'Content-Length: 100000'), Buffer.alloc(5000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});

test('a body without end → 413, and the server stops reading', async ({ server, owner }) => {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
  const { answer, sentBytes } = await rawRequest(server.port, [head(owner.key, 'Transfer-Encoding: chunked')], chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"file_too_large"');
  expect(sentBytes).toBeLessThan(DEFAULT_MAX_UPLOAD_BYTES + BUFFERS);
  await expectOldPicture(server, owner);
});

test('a stranger → 401 before a byte of the body is read', { tag: '@main' }, async ({ server, owner }) => {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000), Buffer.from('\r\n')]);
  const { answer, sentBytes } = await rawRequest(server.port, [head('x'.repeat(32), 'Transfer-Encoding: chunked')], chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  expect(sentBytes).toBeLessThan(BUFFERS);
  await expectOldPicture(server, owner);
});
