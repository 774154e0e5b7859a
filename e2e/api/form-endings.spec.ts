import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { rawRequest } from '../client/raw';
import { type Color, expectPicture, plain } from '../pictures/one-colour';
import type { Server } from '../server/server';
import { test as base } from '../server/upload-fixtures';
import { workerServer } from '../server/worker-server';

/** The default limit of uploads, because these tests need large ones. */
const test = base.extend<object, { server: Server }>({ server: workerServer() });

const GREEN: Color = [30, 140, 60];
const MIB = 1024 * 1024;
const TYPE = { 'Content-Type': 'multipart/form-data; boundary=B' };

/** Parts of more than 16 KiB that some parsers skip and then wait for. */
const SKIPPED: Record<string, (bytes: number) => Buffer> = {
  'without Content-Disposition': (bytes) => Buffer.concat([Buffer.from('--B\r\nX-A: b\r\n\r\n'), Buffer.alloc(bytes)]),
  'that is no form data': (bytes) => Buffer.concat([Buffer.from('--B\r\nContent-Disposition: attachment\r\n\r\n'), Buffer.alloc(bytes)]),
  'after a boundary with white space': (bytes) =>
    Buffer.concat([Buffer.from('--B \t\r\nContent-Disposition: form-data; name="x"; filename="y"\r\n\r\n'), Buffer.alloc(bytes)]),
  'with a line break in its file name': (bytes) =>
    Buffer.concat([Buffer.from('--B\r\nContent-Disposition: form-data; name="x"; filename="a\nb"\r\n\r\n'), Buffer.alloc(bytes)]),
};
const END = Buffer.from('\r\n--B--\r\n');

test('after eight forms of 19 MiB with nothing in them, a large picture is saved', async ({ server, owner, person }) => {
  for (const part of [...Object.values(SKIPPED), ...Object.values(SKIPPED)]) {
    const body = Buffer.concat([part(19 * MIB), END]);
    const response = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: { ...owner.auth, ...TYPE }, body });
    expect(response.status).toBe(400);
  }
  await expectLargeIsSaved(server, person.auth);
});

test('after eight clients that left in the middle of 20 MiB, a large picture is saved', async ({ server, owner, person }) => {
  const head = `PUT /api/me/avatar HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.key}\r\nContent-Length: ${20 * MIB}\r\n`;
  for (let client = 0; client < 8; client += 1) {
    const socket = connect(server.port, 'localhost').on('error', () => {});
    socket.write(`${head}Content-Type: ${TYPE['Content-Type']}\r\n\r\n`);
    if (!socket.write(SKIPPED['without Content-Disposition']?.(15 * MIB) ?? '')) await once(socket, 'drain');
    socket.destroy();
  }
  await expectLargeIsSaved(server, person.auth);
  await expectLargeIsSaved(server, owner.auth);
});

/** Of 24 MiB, so that hardly anything else may be counted. Within a moment: a server learns last that a client is gone. */
async function expectLargeIsSaved(server: { baseURL: string }, headers: Record<string, string>) {
  const picture = Buffer.concat([await plain('png', GREEN), Buffer.alloc(24 * MIB)]);
  const put = async () => (await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers, body: picture })).status;
  await expect.poll(put).toBe(200);
}

test('a compressed upload is decompressed', async ({ server, person }) => {
  const picture = await plain('png', GREEN);
  const gzip = { method: 'PUT', headers: { ...person.auth, 'Content-Encoding': 'gzip' }, body: new Uint8Array(gzipSync(picture)) };
  expect((await fetch(`${server.baseURL}/api/me/avatar`, gzip)).status).toBe(200);
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar`, GREEN);
});

test('a form of chunks that come a byte at a time is read', async ({ server, person }) => {
  const body = Buffer.concat([
    Buffer.from('--B\r\nContent-Disposition: form-data; name="image"; filename="me.png"\r\n\r\n'),
    await plain('png', GREEN),
    END,
  ]);
  const chunks = [...body].map((byte) => Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]));
  const head = `PUT /api/me/avatar HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${person.key}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n`;
  const { answer } = await rawRequest(
    server.port,
    [`${head}Content-Type: ${TYPE['Content-Type']}\r\n\r\n`, ...chunks, '0\r\n\r\n'],
    'open',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});
