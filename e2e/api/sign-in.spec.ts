import { randomUUID } from 'node:crypto';
import { openAccount } from '../people';
import type { Server } from '../server';
import { expect, test } from './fixtures';
import { basicOf } from './zulip-wire';

type Attempt = (baseURL: string, email: string, password: string) => Promise<Response>;

const postJson = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Every way to sign in with a password. */
const WAYS: Record<string, Attempt> = {
  'POST /api/auth/callback/credentials': async (baseURL, email, password) => {
    const csrf = await fetch(`${baseURL}/api/auth/csrf`);
    const cookies = csrf.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    return fetch(`${baseURL}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookies.join('; ') },
      body: new URLSearchParams({ csrfToken: (await csrf.json()).csrfToken, email, password, json: 'true' }),
    });
  },
  'POST /api/keys': (baseURL, email, password) =>
    fetch(`${baseURL}/api/keys`, { method: 'POST', headers: basicOf(`${email}:${password}`) }),
  'DELETE /api/keys/{id}': (baseURL, email, password) =>
    fetch(`${baseURL}/api/keys/1`, { method: 'DELETE', headers: basicOf(`${email}:${password}`) }),
  'GET /v1/me': (baseURL, email, password) => fetch(`${baseURL}/v1/me`, { headers: basicOf(`${email}:${password}`) }),
  'POST /session/token': (baseURL, email, password) => postJson(`${baseURL}/session/token`, { email, password }),
  'POST /api/v4/session/token': (baseURL, email, password) => postJson(`${baseURL}/api/v4/session/token`, { email, password }),
  'POST /oauth2/token/': (baseURL, username, password) =>
    fetch(`${baseURL}/oauth2/token/`, { method: 'POST', body: new URLSearchParams({ grant_type: 'password', username, password }) }),
  'POST /api/v1/fetch_api_key': (baseURL, username, password) =>
    fetch(`${baseURL}/api/v1/fetch_api_key`, { method: 'POST', body: new URLSearchParams({ username, password }) }),
};

/** Different in any two answers, whoever asked for what. */
const OF_THE_MOMENT = ['date', 'expires', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** All that somebody sees of an answer, but for ids and times. */
async function seen(response: Response) {
  const headers = [...response.headers].filter(([name]) => !OF_THE_MOMENT.includes(name));
  const body = (await response.text())
    .replaceAll(IDS, 'an id')
    .replaceAll(/[\d.]+(?= seconds)|(?<=(?:etry.?[Aa]fter\w*|resetAt)":)[\d.]+/g, 'n');
  return { status: response.status, headers: headers.map(([name, value]) => `${name}: ${value.replaceAll(IDS, 'an id')}`).sort(), body };
}

const stranger = () => `${randomUUID()}@example.org`;

for (const [way, attempt] of Object.entries(WAYS)) {
  test(`${way} – an unknown account and a wrong password get the same answer, header by header`, async ({ server: { baseURL } }) => {
    const { email } = await openAccount(baseURL);
    const passwords = [
      'wrong password',
      'x'.repeat(32),
      'x'.repeat(200),
      'x'.repeat(201),
      'pässwörd: 🐎',
      ' '.repeat(8),
      'nobody has this password',
    ];
    for (const password of passwords) {
      const [known, unknown] = [await attempt(baseURL, email, password), await attempt(baseURL, stranger(), password)];
      expect(await seen(unknown), password).toEqual(await seen(known));
      expect(known.headers.getSetCookie().join()).not.toContain('session-token');
    }
    const capitals = await attempt(baseURL, email.toUpperCase(), 'wrong password');
    expect(await seen(await attempt(baseURL, stranger().toUpperCase(), 'wrong password'))).toEqual(await seen(capitals));
  });

  test(`${way} – too many attempts are refused at the same one, in the same words`, async ({ server: { baseURL } }) => {
    const [{ email }, nobody] = [await openAccount(baseURL), stranger()];
    const answers = async (address: string) => {
      const all = [];
      for (let count = 1; count <= 11; count += 1) all.push(await seen(await attempt(baseURL, address, 'wrong password')));
      return all;
    };
    const [known, unknown] = [await answers(email), await answers(nobody)];
    expect(unknown).toEqual(known);
    expect(known.at(-1)).not.toEqual(known.at(-2));
  });

  test(`${way} – an unknown account takes as long as a wrong password`, async ({ server }) => {
    const { known, unknown } = await medians(server, attempt);
    // Some 30 ms of argon2 each. Without it an answer takes a tenth of that; on a busy machine, both take longer.
    expect(unknown, `${unknown} and ${known} ms`).toBeGreaterThan(known / 3);
    expect(known, `${unknown} and ${known} ms`).toBeGreaterThan(unknown / 3);
  });
}

/** In turn, so that whatever else the machine does falls on both. */
async function medians({ baseURL }: Server, attempt: Attempt): Promise<{ known: number; unknown: number }> {
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  const timed = async (email: string) => {
    const since = performance.now();
    await (await attempt(baseURL, email, 'wrong password')).text();
    return performance.now() - since;
  };
  for (let account = 0; account < 3; account += 1) {
    const { email } = await openAccount(baseURL);
    // Fewer than are let through in a minute.
    for (let round = 0; round < 7; round += 1) {
      times.known.push(await timed(email));
      times.unknown.push(await timed(stranger()));
    }
  }
  return { known: median(times.known), unknown: median(times.unknown) };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
