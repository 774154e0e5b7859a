import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect } from '@playwright/test';
import sharp from 'sharp';
import { openAccount } from '../client/people';
import { json, READ_PATHS } from '../client/read-paths';
import { native, UPLOADS } from '../client/uploads';
import { expectQuarters, picture, quartersOf } from '../pictures/quarters';
import { type Nginx, prepareNginx } from '../server/nginx';
import { discard, freshDatabase, type Server, startServer } from '../server/server';

/** Counted requests of one address to one process. Other tests stay below it. */
const ADDRESS_LIMIT = 60;

const TOKEN = 'a-token-of-the-tests';

interface Deployment {
  nginx: Nginx;
  servers: readonly [Server, Server];
}

/** Two processes on one database and one folder of pictures, behind the shipped nginx. */
const test = base.extend<object, { deployment: Deployment }>({
  deployment: [
    async ({ browserName: _ }, use) => {
      const nginx = await prepareNginx();
      const env = {
        DATABASE_URL: await freshDatabase(),
        BASE_URL: nginx.baseURL,
        TRUST_PROXY: '1',
        LOG_LEVEL: 'info',
        METRICS_TOKEN: TOKEN,
        RATE_LIMIT_IP_PER_MINUTE: String(ADDRESS_LIMIT),
      };
      const one = await startServer(env);
      const other = await startServer({ ...env, DATA_DIR: one.dataDir });
      await nginx.start([one.port, other.port]);
      await use({ nginx, servers: [one, other] });
      await nginx.stop();
      await other.stop();
      await discard(one);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

test.describe.configure({ mode: 'serial' });

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends a request from an address of this machine. @param body sent in part if `isUnfinished` */
function send(
  { port }: { port: number },
  options: {
    method: string;
    path: string;
    from?: string;
    headers?: Record<string, string | number>;
    body?: Uint8Array;
    isUnfinished?: boolean;
  },
): Promise<Answer> {
  const { method, path, from = '127.0.0.1', headers, body, isUnfinished } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, localAddress: from, method, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() });
        sent.destroy();
      });
    });
    sent.once('error', reject);
    if (body) sent.write(body);
    if (!isUnfinished) sent.end();
  });
}

test('a picture that any API saves through nginx is shown at every address, through nginx and by both processes', async ({
  deployment: { nginx, servers },
}) => {
  const person = await openAccount(nginx.baseURL);
  for (const [index, { api, send: upload }] of UPLOADS.entries()) {
    expect((await upload(nginx.baseURL, person, await picture(quartersOf(index)))).ok, api).toBe(true);
    for (const { address } of READ_PATHS) {
      const url = await address(nginx.baseURL, person);
      expect(url.startsWith(nginx.baseURL)).toBe(true);
      // The cache of nginx may answer the first; each process answers its own.
      await expectQuarters(quartersOf(index), url);
      for (const { baseURL } of servers) await expectQuarters(quartersOf(index), url.replace(nginx.baseURL, baseURL));
    }
  }
});

test('nginx serves immutable pictures from its cache with their headers, and aliases are fresh at once', async ({
  deployment: { nginx, servers },
}) => {
  const person = await openAccount(nginx.baseURL);
  await native.send(nginx.baseURL, person, await picture(quartersOf(0)));
  const { url } = await json(`${nginx.baseURL}/api/me/avatar`, person.auth);
  const read = async (address: string) => {
    const response = await fetch(address);
    const { status, headers } = response;
    const names = ['x-cache', 'cache-control', 'etag', 'content-type'];
    return { status, headers: names.map((name) => headers.get(name)), bytes: Buffer.from(await response.arrayBuffer()).toString('base64') };
  };
  const direct = await read(url.replace(nginx.baseURL, servers[0].baseURL));
  const [first, second] = [await read(url), await read(`${url}?from=cache`)];
  expect(direct.headers).toEqual([null, 'public, max-age=31536000, immutable', expect.any(String), 'image/webp']);
  expect(first).toEqual({ ...direct, headers: ['MISS', ...direct.headers.slice(1)] });
  expect(second).toEqual({ ...direct, headers: ['HIT', ...direct.headers.slice(1)] });
  const [, , etag] = direct.headers;
  expect((await fetch(url, { headers: { 'If-None-Match': etag ?? '' } })).status).toBe(304);

  const alias = `${nginx.baseURL}/u/${person.id}/avatar?s=90`;
  for (let write = 1; write <= 6; write += 1) {
    expect((await native.send(nginx.baseURL, person, await picture(quartersOf(write)))).ok).toBe(true);
    // Once from each process.
    for (let round = 0; round < 2; round += 1) await expectQuarters(quartersOf(write), alias);
  }
  expect((await fetch(alias)).headers.get('x-cache')).toBeNull();
  // The old address redirects to the new picture, and no cache keeps that.
  const { url: current } = await json(`${nginx.baseURL}/api/me/avatar`, person.auth);
  const moved = await fetch(url.replace(/\/\d+\.webp$/, '/64.png'), { redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')?.split('/').at(-2)]).toEqual([302, current.split('/').at(-2)]);
  expect(moved.headers.get('x-cache')).toBe('MISS');
});

test('an upload reaches the server while it arrives: one that is refused ends early, and 20 MB are saved', async ({
  deployment: { nginx },
}) => {
  const put = { method: 'PUT', path: '/api/me/avatar' };
  const headers = { 'Content-Type': 'image/png', 'Content-Length': 20_000_000, Authorization: `Bearer ${'A'.repeat(32)}` };
  const refused = await send(nginx, { ...put, headers, body: new Uint8Array(1000), isUnfinished: true });
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([401, 'invalid_credentials']);

  const person = await openAccount(nginx.baseURL);
  const side = 2_600;
  const data = Buffer.alloc(side * side * 3, Buffer.from([10, 200, 90, 30, 60]));
  const png = await sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(png.byteLength).toBeGreaterThan(20_000_000);
  const saved = await send(nginx, {
    ...put,
    headers: { ...person.auth, 'Content-Type': 'image/png', 'Content-Length': png.byteLength },
    body: png,
  });
  expect([saved.status, JSON.parse(saved.text)]).toMatchObject([200, { width: side, height: side }]);
  // nginx made no copy on its disk.
  expect(await readdir(join(nginx.folder, 'temporary/client_body'))).toEqual([]);
});

test('a body over the limit is refused in the words of the API', async ({ deployment: { nginx } }) => {
  const person = await openAccount(nginx.baseURL);
  const body = new Uint8Array(27 * 1024 * 1024);
  const headers = { ...person.auth, 'Content-Type': 'image/png', 'Content-Length': body.byteLength };
  const { status, text } = await send(nginx, { method: 'PUT', path: '/api/me/avatar', headers, body });
  expect([status, JSON.parse(text)]).toMatchObject([413, { code: 'file_too_large', limitBytes: 26_214_400 }]);
});

test('each client has a rate limit of its own, which X-Forwarded-For does not get around', async ({ deployment: { nginx } }) => {
  const attempt = async (from: string, forwarded: string) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': 2, 'X-Forwarded-For': forwarded };
    const body = Buffer.from('{}');
    return (await send(nginx, { method: 'POST', path: '/api/accounts', from, headers, body })).status;
  };
  const statuses: number[] = [];
  for (let count = 0; count <= 2 * ADDRESS_LIMIT; count += 1) statuses.push(await attempt('127.0.0.9', `198.51.100.${count}`));
  expect([statuses[0], statuses.at(-1)]).toEqual([400, 429]);
  expect(await attempt('127.0.0.10', '127.0.0.9')).toBe(400);
});

test('the id that nginx gives a request is in the response and in the log of the process', async ({ deployment: { nginx, servers } }) => {
  const person = await openAccount(nginx.baseURL);
  const headers = { ...person.auth, 'Content-Length': 0, 'X-Request-Id': 'sent-by-the-client' };
  const answer = await send(nginx, { method: 'DELETE', path: '/api/me/avatar', headers });
  const id = String(answer.headers['x-request-id']);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  await expect.poll(() => servers.filter((server) => server.output().includes(`"requestId":"${id}"`)).length).toBe(1);
  expect(servers.some((server) => server.output().includes('sent-by-the-client'))).toBe(false);
});

test('metrics are not public through nginx, and each process has them for the token', async ({ deployment: { nginx, servers } }) => {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  expect((await fetch(`${nginx.baseURL}/metrics`, { headers })).status).toBe(404);
  for (const { baseURL } of servers) {
    const text = await (await fetch(`${baseURL}/metrics`, { headers })).text();
    expect(text).toMatch(/^likeness_requests_total\{dialect="native",outcome="ok"\} [1-9]\d*$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  }
});

// The last test: it stops one of the processes.
test('reads go on while one process is stopped, and pictures while both are', async ({ deployment: { nginx, servers } }) => {
  const person = await openAccount(nginx.baseURL);
  await native.send(nginx.baseURL, person, await picture(quartersOf(3)));
  const { url } = await json(`${nginx.baseURL}/api/me/avatar`, person.auth);
  await fetch(url);
  await servers[1].stop();
  for (let count = 0; count < 10; count += 1)
    await expectQuarters(quartersOf(3), `${nginx.baseURL}/u/${person.id}/avatar?s=${count + 200}`);
  await servers[0].stop();
  expect((await fetch(url)).headers.get('x-cache')).toBe('HIT');
});

test('the other shipped configurations are valid', async () => {
  const run = promisify(execFile);
  const { stderr } = await run('caddy', ['validate', '--config', 'deploy/caddy/Caddyfile', '--adapter', 'caddyfile']);
  expect(`${stderr}`).not.toMatch(/"level":"(?:warn|error)"/);
});
