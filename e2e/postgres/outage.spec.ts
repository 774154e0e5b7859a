import { expect, test } from '@playwright/test';
import { connectToServer } from '@/lib/db/client';
import { startCluster } from '@/testing/postgres';
import { openAccount, signInCookie } from '../client/people';
import { discard, type Server, startServer } from '../server/server';

const LONG = { connectMs: 60_000, lockMs: 60_000, statementMs: 60_000, queryMs: 60_000, transactionMs: 60_000 };

/** Responses of each API and of the page to a signed-in person. */
const READ_PATHS = ['/api/me', '/api/v1/users/me', '/user/me', '/v1/me', '/api/v1/user/check', '/settings/picture', '/healthz'];

async function statuses({ baseURL }: Server, basic: string, bearer: string, cookie: string): Promise<Record<string, number>> {
  const headersOf = (path: string): Record<string, string> => {
    if (path.startsWith('/settings')) return { cookie };
    return { authorization: path === '/api/v1/users/me' ? basic : bearer };
  };
  const answers = READ_PATHS.map(async (path) => [path, (await fetch(baseURL + path, { headers: headersOf(path) })).status] as const);
  return Object.fromEntries(await Promise.all(answers));
}

const all = (status: number) =>
  Object.fromEntries(READ_PATHS.map((path) => [path, path === '/user/me' ? 200 : path === '/healthz' && status === 200 ? 204 : status]));

test('a database that is locked or stopped is 503 within seconds, logged once, and needs no restart of the server', async () => {
  const cluster = await startCluster();
  const server = await startServer({ DATABASE_URL: cluster.url, LOG_LEVEL: 'info' });
  const person = await openAccount(server.baseURL);
  const cookie = await signInCookie(server.baseURL, person);
  const bearer = person.auth.Authorization;
  const basic = `Basic ${Buffer.from(`${person.email}:${person.key}`).toString('base64')}`;
  const asked = () => statuses(server, basic, bearer, cookie);
  const { url } = await (await fetch(`${server.baseURL}/api/me/avatar`, { headers: person.auth })).json();
  expect((await fetch(url)).status).toBe(200);
  expect(await asked()).toEqual(all(200));

  const { db, close } = connectToServer(cluster.url, LONG);
  await db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE');
    const writers = Array.from({ length: 14 }, async () => {
      const { status } = await fetch(`${server.baseURL}/api/me/avatar`, { method: 'DELETE', headers: person.auth });
      return status;
    });
    const began = performance.now();
    expect((await fetch(`${server.baseURL}/api/limits`)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
    // Before any write is aborted.
    expect(performance.now() - began).toBeLessThan(3_500);
    expect(new Set(await Promise.all(writers))).toEqual(new Set([503]));
  });
  await close();
  expect(await asked()).toEqual(all(200));

  // The health response is cached for a second.
  const health = async () => (await fetch(`${server.baseURL}/healthz`)).status;
  await cluster.stop();
  await expect.poll(health).toBe(503);
  expect(await asked()).toEqual(all(503));
  const refused = await fetch(`${server.baseURL}/user/me`, { headers: { authorization: bearer } });
  expect([await refused.json(), refused.headers.get('retry-after')]).toEqual([
    { code: 50001, msg: 'Database operation failed', correlation_id: expect.any(String) },
    '5',
  ]);
  await cluster.start();
  await expect.poll(health).toBe(204);
  expect(await asked()).toEqual(all(200));
  expect(server.output().match(/The database does not answer/g)?.length).toBeLessThanOrEqual(2);

  await discard(server);
  await cluster.discard();
});
