// Run by revocation.mjs: ends sign-ins at one of two processes on one PostgreSQL server, and prints JSON.

import { performance } from 'node:perf_hooks';
import { bearer, sendJson, signIn } from '../e2e/client/cloudreve';
import { openEvents } from '../e2e/client/events';
import { openAccount, signInCookie, type TestPerson } from '../e2e/client/people';
import { openAdministrator } from '../e2e/server/administrator';
import { discard, type Server, startServer } from '../e2e/server/server';
import { startCluster } from '../testing/postgres';

type Ending = (server: Server, person: TestPerson, Cookie: string) => Promise<Response>;

const rounds = Number(process.argv[2]);
const cluster = await startCluster();
const one = await startServer({ DATABASE_URL: cluster.url });
const other = await startServer({ DATABASE_URL: cluster.url, DATA_DIR: one.dataDir });
const admin = await openAdministrator(other);
const adminCookie = await signInCookie(one.baseURL, admin);

const json = (Cookie: string) => ({ Cookie, Origin: one.baseURL, 'Content-Type': 'application/json' });
const ENDINGS: Record<string, Ending> = {
  'signing out everywhere else': ({ baseURL }, _person, Cookie) =>
    fetch(`${baseURL}/api/me/sessions`, { method: 'DELETE', headers: json(Cookie) }),
  'a new password': ({ baseURL }, { password }, Cookie) => {
    const body = JSON.stringify({ currentPassword: password, newPassword: 'a new long password' });
    return fetch(`${baseURL}/api/me/password`, { method: 'PUT', headers: json(Cookie), body });
  },
  disabling: ({ baseURL }, { id }) =>
    fetch(`${baseURL}/api/people/${id}`, { method: 'PATCH', headers: json(adminCookie), body: JSON.stringify({ disabled: true }) }),
};

/** Asks until a credential is refused. @returns milliseconds since `began` when the last request that was accepted ended; 0 if none was */
async function acceptedUntil(began: number, isAccepted: () => Promise<boolean>): Promise<number> {
  let until = 0;
  while (await isAccepted()) until = performance.now() - began;
  return until;
}

const isOk = (headers: Record<string, string>) => async () => (await fetch(`${other.baseURL}/api/me`, { headers })).ok;

async function measure(end: Ending): Promise<Record<string, number>> {
  const person = await openAccount(one.baseURL);
  const [own, copied] = [await signInCookie(one.baseURL, person), await signInCookie(one.baseURL, person)];
  const { access, refresh } = await signIn(one, person);
  const streams = await Promise.all([{ Cookie: copied }, bearer(access)].map((headers) => openEvents(other.port, headers)));
  const ended = Promise.all(streams.map((stream) => stream.ended)).then(() => performance.now());
  const response = await end(one, person, own);
  const began = performance.now();
  if (!response.ok) throw new Error(`Expected the end of the sign-ins, got ${response.status}: ${await response.text()}`);
  const [cookie, accessToken, refreshToken] = await Promise.all([
    acceptedUntil(began, isOk({ Cookie: copied })),
    acceptedUntil(began, isOk(bearer(access))),
    acceptedUntil(began, async () => (await sendJson(other, 'POST', '/session/token/refresh', { refresh_token: refresh })).code === 0),
  ]);
  return { cookie, accessToken, refreshToken, streams: Math.max(0, (await ended) - began) };
}

const results: Record<string, Record<string, number>[]> = {};
for (const [name, end] of Object.entries(ENDINGS)) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure(end));
  results[name] = measured;
}
console.log(JSON.stringify(results));
await other.stop();
await discard(one);
await cluster.discard();
