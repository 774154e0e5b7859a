import { expect as baseExpect } from '@playwright/test';
import { BODY_GRACE_SECONDS, MIN_BODY_BYTES_PER_SECOND } from '@/lib/http/limits';
import { formOf } from '@/testing/form';
import { openAccount } from '../client/people';
import { drip, rawRequest } from '../client/raw';
import { type Color, expectOldPicture, expectPicture, plain } from '../pictures/one-colour';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/me/avatar';
const GREEN: Color = [30, 140, 60];
const BOUNDARY = 'a-boundary';
const MULTIPART = `Content-Type: multipart/form-data; boundary=${BOUNDARY}`;

/** An idle machine needs one second. */
const SOON_MS = 5_000;

/** Slow bodies are aborted within 15 seconds. A busy machine gets twice that. */
const TRUNCATED_SECONDS = 30;

const took: string[] = [];
test.afterAll(() => console.log(took.splice(0).join('\n')));

const head = (key: string, ...headers: string[]) =>
  `PUT ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n${headers.join('\r\n')}\r\n\r\n`;

/** The first answer of a connection. */
function parse(answer: string): { status: number; type: string; problem: Record<string, unknown> } {
  const [headers = '', rest = ''] = answer.split(/\r\n\r\n(.*)/s);
  const json = /\{.*?\}(?=\r?\n|$|HTTP)/s.exec(rest)?.[0] ?? '{}';
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]),
    type: /^content-type: (.*)$/im.exec(headers)?.[1] ?? '',
    problem: JSON.parse(json),
  };
}

function expectProblem(answer: string, status: number, code: string): void {
  const { problem, ...rest } = parse(answer);
  baseExpect({ ...rest, code: problem.code }, answer.slice(0, 500)).toEqual({ status, type: 'application/problem+json', code });
  expect(problem).toMatchObject({ status, detail: expect.any(String), requestId: expect.any(String) });
}

interface Row {
  name: string;
  status: number;
  code: string;
  /** The length that the head announces. */
  announced: (length: number) => number;
  /** The sender closes its side after the body, and only listens from then on. */
  breaksOff?: boolean;
}

const rows: Row[] = [
  {
    name: 'a body that is shorter than announced',
    status: 400,
    code: 'truncated_body',
    announced: (length) => length + 100,
    breaksOff: true,
  },
  {
    name: 'a body that is longer than announced, of which the end is missing',
    status: 422,
    code: 'corrupt_image',
    announced: (length) => length - 100,
  },
  {
    name: 'a body that announces a terabyte',
    status: 413,
    code: 'file_too_large',
    announced: () => 2 ** 40,
  },
];

for (const { name, status, code, announced, breaksOff } of rows) {
  test(`${name} → ${status} ${code}`, { tag: '@main' }, async ({ server, owner }) => {
    const bytes = await plain('png', GREEN);
    const headers = ['Content-Type: image/png', `Content-Length: ${announced(bytes.byteLength)}`, 'Connection: close'];
    const since = performance.now();
    const { answer } = await rawRequest(server.port, [head(owner.key, ...headers), bytes], breaksOff ? undefined : 'open');
    const ms = performance.now() - since;
    took.push(`${ms.toFixed(0).padStart(6)} ms  ${status} ${code}  ${name}`);
    expectProblem(answer, status, code);
    expect(ms).toBeLessThan(SOON_MS);
    await expectOldPicture(server, owner);
  });
}

test('a picture with more bytes than announced is saved, and the rest is not parsed as a request', async ({ server, person }) => {
  const picture = await plain('png', GREEN);
  const line = head(person.key, 'Content-Type: image/png', `Content-Length: ${picture.byteLength}`);
  const { answer } = await rawRequest(server.port, [line, picture, Buffer.alloc(5000, 'x')], 'open');
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  await expectPicture(`${server.baseURL}/u/${person.id}/avatar`, GREEN);
});

test.describe('bodies that come too slowly', () => {
  const LENGTH = 'Content-Length: 2000000';
  const lines = (key: string) => ({
    'a byte a second': head(key, 'Content-Type: image/png', LENGTH),
    'a form, a byte a second': head(key, MULTIPART, LENGTH),
  });

  test('a byte a second is cut off, raw and in a form, and meanwhile others are served', async ({ server, owner, person }) => {
    const slow = Object.values(lines(owner.key)).map((line) => drip(server.port, line));
    const picture = await plain('png', GREEN);
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: person.auth, body: formOf({ image: picture }) });
    expect(response.status).toBe(200);
    await expectPicture((await response.json()).url, GREEN);
    for (const { answer, seconds } of await Promise.all(slow)) {
      expectProblem(answer, 408, 'body_too_slow');
      expect(parse(answer).problem).toMatchObject({ limitBytesPerSecond: MIN_BODY_BYTES_PER_SECOND });
      expect(answer).toMatch(/^connection: close\r$/im);
      expect(seconds).toBeGreaterThan(BODY_GRACE_SECONDS - 1);
      expect(seconds).toBeLessThan(TRUNCATED_SECONDS);
      took.push(`${seconds.toFixed(1)} s until a byte a second was cut off`);
    }
    await expectOldPicture(server, owner);
  });

  test('sixty of them at once leave the uploads of others unharmed, and their own sender too', async ({ server, owner, person }) => {
    const line = lines(owner.key)['a byte a second'];
    const slow = Array.from({ length: 60 }, () => drip(server.port, line));
    const picture = await plain('png', GREEN);
    for (let round = 0; round < 5; round += 1) {
      const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: person.auth, body: picture });
      expect(response.status).toBe(200);
    }
    for (const { answer } of await Promise.all(slow)) expectProblem(answer, 408, 'body_too_slow');
    await expectOldPicture(server, owner);
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: picture });
    expect(response.status).toBe(200);
  });

  test('headers that never end are not waited for', async ({ server }) => {
    const { answer } = await drip(server.port, `PUT ${PATH} HTTP/1.1\r\nHost: localhost\r\nX-Slow: `);
    expectProblem(answer, 408, 'body_too_slow');
  });

  test('a sign-in, which strangers may send, a byte a second → 408', async ({ server }) => {
    const form = 'Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50000';
    const { answer, seconds } = await drip(server.port, `POST /api/auth/callback/credentials HTTP/1.1\r\n${form}\r\n\r\n`);
    expectProblem(answer, 408, 'body_too_slow');
    expect(seconds).toBeLessThan(TRUNCATED_SECONDS);
  });
});

test('a sign-in of many megabytes → 413 before its body is read', async ({ server }) => {
  const body = new Uint8Array(5_000_000).fill(0x61);
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${server.baseURL}/api/auth/callback/credentials`, { method: 'POST', headers, body });
  expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 413, code: 'file_too_large' });
});

test('headers that are too large → 431, and bytes that are no HTTP → 400', { tag: '@main' }, async ({ server }) => {
  const large = await rawRequest(server.port, [`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`]);
  expectProblem(large.answer, 431, 'invalid_request');
  expectProblem((await rawRequest(server.port, ['\x16\x03\x01\x02\0\x01\0'])).answer, 400, 'malformed_body');
  const { auth } = await openAccount(server.baseURL);
  expect((await fetch(server.baseURL + PATH, { headers: auth })).status).toBe(200);
});
