import { randomUUID } from 'node:crypto';
import { openAccount } from '../people';
import type { Server } from '../server';
import { sendJson } from './cloudreve';
import { expect, test } from './fixtures';
import { LIMIT, test as limitedTest } from './limited-fixtures';
import { withServer } from './own-server';
import { basic } from './ulule-fixtures';

type SignIn = (
  server: Server,
  email: string,
  password: string,
  from?: Record<string, string>,
) => Promise<{ limited: boolean; ok: boolean }>;

const byStatus = ({ status, ok }: Response) => ({ limited: status === 429, ok });

/** Each way to sign in with a password: whether it worked, and whether there were too many. */
const SIGN_INS: Record<string, SignIn> = {
  'next-auth': async ({ baseURL }, email, password, from) => {
    const csrf = await fetch(`${baseURL}/api/auth/csrf`);
    const cookies = csrf.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    const response = await fetch(`${baseURL}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookies.join('; '), ...from },
      body: new URLSearchParams({ csrfToken: (await csrf.json()).csrfToken, email, password, json: 'true' }),
    });
    const { url } = await response.json();
    return { limited: new URL(url).searchParams.get('error') === 'rate_limited', ok: response.ok };
  },
  'Basic, to read': async ({ baseURL }, email, password, from) =>
    byStatus(await fetch(`${baseURL}/v1/me`, { headers: { ...basic(email, password), ...from } })),
  'Basic, to write': async ({ baseURL }, email, password, from) =>
    byStatus(await fetch(`${baseURL}/api/keys`, { method: 'POST', headers: { ...basic(email, password), ...from } })),
  'session/token': async (server, email, password, from) => {
    const { code } = await sendJson(server, 'POST', '/session/token', { email, password }, from);
    return { limited: code === 429, ok: code === 0 };
  },
  fetch_api_key: async ({ baseURL }, username, password, headers = {}) => {
    const body = new URLSearchParams({ username, password });
    return byStatus(await fetch(`${baseURL}/api/v1/fetch_api_key`, { method: 'POST', headers, body }));
  },
  'oauth2/token': async ({ baseURL }, username, password, headers = {}) => {
    const body = new URLSearchParams({ grant_type: 'password', username, password });
    return byStatus(await fetch(`${baseURL}/oauth2/token/`, { method: 'POST', headers, body }));
  },
};

test('ten wrong passwords for one account in a minute, over all six ways together', async ({ server }) => {
  const owner = await openAccount(server.baseURL);
  const ways = Object.values(SIGN_INS);
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const wrong = await ways[attempt % ways.length]?.(server, owner.email.toUpperCase(), 'wrong password');
    expect(wrong).toEqual({ limited: false, ok: false });
  }
  for (const [way, signIn] of Object.entries(SIGN_INS)) {
    expect({ way, ...(await signIn(server, owner.email, owner.password)) }).toEqual({ way, limited: true, ok: false });
  }
  // The key is no guess, and other accounts are not concerned.
  expect((await fetch(`${server.baseURL}/v1/me`, { headers: owner.auth })).status).toBe(200);
  const other = await openAccount(server.baseURL);
  for (const signIn of Object.values(SIGN_INS)) {
    expect(await signIn(server, other.email, other.password)).toEqual({ limited: false, ok: true });
  }
});

limitedTest(
  'RATE_LIMIT_IP_PER_MINUTE=5 – an attempt to sign in is one request of its address, whichever way',
  async ({ server, newPerson, from }) => {
    const wrong = { limited: false, ok: false };
    for (const [index, [way, signIn]] of Object.entries(SIGN_INS).entries()) {
      const [guessing, known] = [from(2 * index + 1), from(2 * index + 2)];
      const attempts: object[] = [];
      // One account after the other, which the bound on attempts for one account does not notice.
      for (let account = 0; account <= LIMIT; account += 1) {
        attempts.push(await signIn(server, `${randomUUID()}@example.org`, 'wrong password', guessing));
      }
      expect({ way, attempts }).toEqual({ way, attempts: [...Array(LIMIT).fill(wrong), { limited: true, ok: false }] });
      const { email, password } = await newPerson();
      expect({ way, ...(await signIn(server, email, password, known)) }).toEqual({ way, limited: false, ok: true });
    }
  },
);

test('RATE_LIMIT_IP_PER_MINUTE=1 – somebody who signs in gets in, whichever way', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '1', TRUST_PROXY: '1' }, async (server) => {
    const [email, password] = ['ada@example.org', 'correct horse battery'];
    const body = JSON.stringify({ email, name: 'Ada', password });
    expect((await fetch(`${server.baseURL}/api/accounts`, { method: 'POST', body })).status).toBe(201);
    for (const [index, [way, signIn]] of Object.entries(SIGN_INS).entries()) {
      const first = await signIn(server, email, password, { 'X-Forwarded-For': `203.0.113.${index}` });
      expect({ way, ...first }).toEqual({ way, limited: false, ok: true });
    }
  });
});

test('guesses at one account from ever new addresses – 30 in 15 minutes, and the owner gets in from where they were', async () => {
  await withServer({ TRUST_PROXY: '1' }, async (server) => {
    const from = (address: string) => ({ 'X-Forwarded-For': address });
    const { email, password } = await openAccount(server.baseURL, 'Ada', from('198.51.100.7'));
    const ways = Object.values(SIGN_INS);
    const outcomes = { wrong: 0, limited: 0, ok: 0 };
    for (let guess = 0; guess < 60; guess += 1) {
      const outcome = await ways[guess % ways.length]?.(server, email, 'wrong password', from(`203.0.113.${guess}:${1000 + guess}`));
      outcomes[outcome?.ok ? 'ok' : outcome?.limited ? 'limited' : 'wrong'] += 1;
    }
    // next-auth answers a wrong password and too many with 401 alike; which one it was is in the address that it names.
    expect(outcomes).toEqual({ wrong: 30, limited: 30, ok: 0 });
    for (const [way, signIn] of Object.entries(SIGN_INS)) {
      expect({ way, ...(await signIn(server, email, password, from('198.51.100.7'))) }).toEqual({ way, limited: false, ok: true });
      expect({ way, ...(await signIn(server, email, password, from('198.51.100.99'))) }).toEqual({ way, limited: true, ok: false });
    }
  });
});

test('whoever reads with Basic and is right goes on reading, with the password as with a key', async () => {
  await withServer({ RATE_LIMIT_IP_PER_MINUTE: '5', TRUST_PROXY: '1' }, async (server) => {
    const { email, password, key } = await openAccount(server.baseURL);
    const read = async (secret: string) => {
      const headers = { ...basic(email, secret), 'X-Forwarded-For': '203.0.113.1' };
      return (await fetch(`${server.baseURL}/v1/me`, { headers })).status;
    };
    for (const secret of [password, key]) {
      for (let time = 0; time < 25; time += 1) expect(await read(secret)).toBe(200);
      const simultaneous = await Promise.all(Array.from({ length: 4 }, () => read(secret)));
      expect(simultaneous).toEqual([200, 200, 200, 200]);
    }
    for (let attempt = 1; attempt <= 5; attempt += 1) expect(await read('wrong password')).toBe(401);
    expect(await read('wrong password')).toBe(429);
    expect(await read(key)).toBe(200);
  });
});
