import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { basicAuth, createTestApp } from '@/testing/app';
import { signInByForm } from '@/testing/in-process/sign-in';

const app = await createTestApp();

type Attempt = (email: string, password: string) => Promise<Response>;

/** Every call that accepts a password. */
const ADDRESSES: Record<string, Attempt> = {
  'POST /api/auth/callback/credentials': (email, password) => signInByForm(app, email, password),
  'POST /api/keys': (email, password) => app.ask('POST', '/api/keys', { headers: basicAuth(email, password) }),
  'DELETE /api/keys/{id}': (email, password) => app.ask('DELETE', '/api/keys/1', { headers: basicAuth(email, password) }),
  'GET /v1/me': (email, password) => app.ask('GET', '/v1/me', { headers: basicAuth(email, password) }),
  'POST /session/token': (email, password) => app.ask('POST', '/session/token', { json: { email, password } }),
  'POST /api/v4/session/token': (email, password) => app.ask('POST', '/api/v4/session/token', { json: { email, password } }),
  'POST /oauth2/token/': (username, password) =>
    app.ask('POST', '/oauth2/token/', { body: new URLSearchParams({ grant_type: 'password', username, password }) }),
  'POST /api/v1/fetch_api_key': (username, password) =>
    app.ask('POST', '/api/v1/fetch_api_key', { body: new URLSearchParams({ username, password }) }),
};

/** Headers that differ in every response. */
const MOMENTARY = ['date', 'expires', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Everything that a client sees of a response, except ids and times. */
async function seen(response: Response) {
  const headers = [...response.headers].filter(([name]) => !MOMENTARY.includes(name));
  const body = (await response.text())
    .replaceAll(IDS, 'an id')
    .replaceAll(/[\d.]+(?= seconds)|(?<=(?:etry.?[Aa]fter\w*|resetAt)":)[\d.]+/g, 'n');
  return { status: response.status, headers: headers.map(([name, value]) => `${name}: ${value.replaceAll(IDS, 'an id')}`).sort(), body };
}

const unknown = () => `${randomUUID()}@example.org`;

const PASSWORDS = [
  'wrong password',
  'x'.repeat(32),
  'x'.repeat(200),
  'x'.repeat(201),
  'pässwörd: 🐎',
  ' '.repeat(8),
  'nobody has this password',
];

describe.each(Object.entries(ADDRESSES))('%s', (_address, attempt) => {
  it('sends the same response for an unknown account and a wrong password, including every header', async () => {
    const { email } = await app.open();
    for (const password of PASSWORDS) {
      const [forKnown, forUnknown] = [await attempt(email, password), await attempt(unknown(), password)];
      expect(forKnown.headers.getSetCookie().join()).not.toContain('session-token');
      expect(await seen(forUnknown), password).toEqual(await seen(forKnown));
    }
    const capitals = await attempt(email.toUpperCase(), 'wrong password');
    expect(await seen(await attempt(unknown().toUpperCase(), 'wrong password'))).toEqual(await seen(capitals));
  });

  it('refuses the attempt past the limit, with the same response', async () => {
    const { email } = await app.open();
    const responses = async (address: string) => {
      const all = [];
      for (let count = 1; count <= 11; count += 1) all.push(await seen(await attempt(address, 'wrong password')));
      return all;
    };
    const [forKnown, forUnknown] = [await responses(email), await responses(unknown())];
    expect(forUnknown).toEqual(forKnown);
    expect(forKnown.at(-1)).not.toEqual(forKnown.at(-2));
  });

  it('verifies one password hash for an unknown account, as it does for a wrong password', async () => {
    const { email } = await app.open();
    for (const address of [email, unknown()]) {
      const before = app.verified();
      await attempt(address, 'wrong password');
      expect(app.verified() - before).toBe(1);
    }
  });
});
