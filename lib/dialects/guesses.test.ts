import { expect, it } from 'vitest';
import { basicAuth, createTestApp } from '@/testing/app';

const app = await createTestApp();
const PASSWORD = 'correct horse battery';

type Outcome = 'signed in' | 'wrong' | 'limited';
type Way = (email: string, password: string, from: string) => Promise<Outcome>;

const byStatus = ({ status, ok }: Response): Outcome => (status === 429 ? 'limited' : ok ? 'signed in' : 'wrong');

/** Each way to sign in with a password. */
const WAYS: Record<string, Way> = {
  'next-auth': async (email, password, from) => {
    const csrf = await app.ask('GET', '/api/auth/csrf', { from });
    const { csrfToken } = await csrf.json();
    const headers = { Cookie: csrf.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' };
    const body = new URLSearchParams({ csrfToken, email, password, json: 'true' });
    const response = await app.ask('POST', '/api/auth/callback/credentials', { headers, body, from });
    return (await response.text()).includes('rate_limited') ? 'limited' : byStatus(response);
  },
  'Basic, to write': async (email, password, from) =>
    byStatus(await app.ask('POST', '/api/keys', { headers: basicAuth(email, password), json: {}, from })),
  'Basic, to read': async (email, password, from) =>
    byStatus(await app.ask('GET', '/v1/me', { headers: basicAuth(email, password), from })),
  'session/token': async (email, password, from) => {
    const { code } = await (await app.ask('POST', '/session/token', { json: { email, password }, from })).json();
    return code === 429 ? 'limited' : code === 0 ? 'signed in' : 'wrong';
  },
  fetch_api_key: async (username, password, from) =>
    byStatus(await app.ask('POST', '/api/v1/fetch_api_key', { body: new URLSearchParams({ username, password }), from })),
  'oauth2/token': async (username, password, from) => {
    const body = new URLSearchParams({ grant_type: 'password', username, password });
    return byStatus(await app.ask('POST', '/oauth2/token', { body, from }));
  },
};
const ways = Object.entries(WAYS);

async function guess(email: string, count: number): Promise<Record<Outcome, number>> {
  const outcomes = { 'signed in': 0, wrong: 0, limited: 0 };
  for (let at = 0; at < count; at += 1)
    outcomes[(await ways[at % ways.length]?.[1](email, 'wrong password', `203.0.113.${at}`)) ?? 'wrong'] += 1;
  return outcomes;
}

it('72 guesses at one account from 72 addresses, over all six ways – 30 are looked at, and the owner gets in from where they were', async () => {
  const { email } = await app.open({ email: 'ada@example.org', password: PASSWORD });
  const HOME = '198.51.100.7';
  expect(await WAYS['oauth2/token']?.(email, PASSWORD, HOME)).toBe('signed in');
  expect(await guess(email, 72)).toEqual({ 'signed in': 0, wrong: 30, limited: 42 });
  for (const [index, [way, signIn]] of ways.entries()) {
    expect([way, await signIn(email, PASSWORD, HOME)]).toEqual([way, 'signed in']);
    // From elsewhere, the right password is answered like a wrong one.
    expect([way, await signIn(email, PASSWORD, `198.51.100.${100 + index}`)]).toEqual([way, 'limited']);
  }
});

it('an account that nobody has is guessed at alike', async () => {
  expect(await guess('nobody@example.org', 60)).toEqual({ 'signed in': 0, wrong: 30, limited: 30 });
});

it('a password is the same however its accents are sent, and so is the domain of an address, whichever way', async () => {
  const zoe = { email: 'Zoe@MÜNCHEN.example', name: 'Zoe\u0308', password: 'zoe\u0308s langes Passwort' };
  const created = await app.ask('POST', '/api/accounts', { json: zoe });
  const { id } = await created.json();
  expect(created.status).toBe(201);
  expect(await app.records.personById(id)).toMatchObject({ email: 'zoe@xn--mnchen-3ya.example', name: 'Zo\u00EB' });
  for (const [way, signIn] of ways) {
    for (const email of ['zoe@münchen.example', 'zoe@xn--mnchen-3ya.example']) {
      for (const password of ['zo\u00EBs langes Passwort', 'zoe\u0308s langes Passwort']) {
        expect([way, email, await signIn(email, password, '192.0.2.9')]).toEqual([way, email, 'signed in']);
      }
    }
  }
  const another = { email: 'zoe@xn--mnchen-3ya.example', name: 'Z', password: 'another password' };
  const again = await app.ask('POST', '/api/accounts', { json: another });
  expect([again.status, (await again.json()).code]).toEqual([409, 'email_taken']);
});

it('a password of 200 emoji opens an account, and signs in whichever way', async () => {
  const [email, password] = ['horse@example.org', `${'🐎'.repeat(199)}🦄`];
  const created = await app.ask('POST', '/api/accounts', { json: { email, name: 'Ada', password: `${password}!` } });
  expect((await created.json()).fields).toEqual({ password: 'Expected at most 200 characters.' });
  const opened = await app.ask('POST', '/api/accounts', { json: { email, name: 'Ada', password: `${'🐎🦊'.repeat(99)}🦄!` } });
  expect(opened.status).toBe(201);
  for (const [way, signIn] of ways) expect([way, await signIn(email, `${'🐎🦊'.repeat(99)}🦄!`, '192.0.2.9')]).toEqual([way, 'signed in']);
});
