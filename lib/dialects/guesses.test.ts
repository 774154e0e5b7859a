import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { type Outcome, SIGN_INS } from '@/testing/in-process/sign-in';

const app = await createTestApp();
const PASSWORD = 'correct horse battery';

const ways = Object.entries(SIGN_INS);

async function guess(email: string, count: number): Promise<Record<Outcome, number>> {
  const outcomes = { 'signed in': 0, wrong: 0, limited: 0 };
  for (let at = 0; at < count; at += 1)
    outcomes[(await ways[at % ways.length]?.[1](app, email, 'wrong password', `203.0.113.${at}`)) ?? 'wrong'] += 1;
  return outcomes;
}

it('72 guesses at one account from 72 addresses, over all six ways – 30 are checked, and the owner can sign in from a known network', async () => {
  const { email } = await app.open({ email: 'ada@example.org', password: PASSWORD });
  const HOME = '198.51.100.7';
  expect(await SIGN_INS['oauth2/token'](app, email, PASSWORD, HOME)).toBe('signed in');
  expect(await guess(email, 72)).toEqual({ 'signed in': 0, wrong: 30, limited: 42 });
  for (const [index, [way, signIn]] of ways.entries()) {
    expect([way, await signIn(app, email, PASSWORD, HOME)]).toEqual([way, 'signed in']);
    // From an unknown network, the right password gets the same response as a wrong one.
    expect([way, await signIn(app, email, PASSWORD, `198.51.100.${100 + index}`)]).toEqual([way, 'limited']);
  }
});

it('guesses at an unknown account have the same limit', async () => {
  expect(await guess('nobody@example.org', 60)).toEqual({ 'signed in': 0, wrong: 30, limited: 30 });
});

it('every way to sign in accepts both Unicode forms of a password and both forms of a domain', async () => {
  const zoe = { email: 'Zoe@MÜNCHEN.example', name: 'Zoe\u0308', password: 'zoe\u0308s langes Passwort' };
  const created = await app.ask('POST', '/api/accounts', { json: zoe });
  const { id } = await created.json();
  expect(created.status).toBe(201);
  expect(await app.records.personById(id)).toMatchObject({ email: 'zoe@xn--mnchen-3ya.example', name: 'Zo\u00EB' });
  for (const [way, signIn] of ways) {
    for (const email of ['zoe@münchen.example', 'zoe@xn--mnchen-3ya.example']) {
      for (const password of ['zo\u00EBs langes Passwort', 'zoe\u0308s langes Passwort']) {
        expect([way, email, await signIn(app, email, password, '192.0.2.9')]).toEqual([way, email, 'signed in']);
      }
    }
  }
  const another = { email: 'zoe@xn--mnchen-3ya.example', name: 'Z', password: 'another password' };
  const again = await app.ask('POST', '/api/accounts', { json: another });
  expect([again.status, (await again.json()).code]).toEqual([409, 'email_taken']);
});

it('a password of 200 emoji opens an account, and works for every way to sign in', async () => {
  const [email, password] = ['horse@example.org', `${'🐎'.repeat(199)}🦄`];
  const created = await app.ask('POST', '/api/accounts', { json: { email, name: 'Ada', password: `${password}!` } });
  expect((await created.json()).fields).toEqual({ password: 'Expected at most 200 characters.' });
  const opened = await app.ask('POST', '/api/accounts', { json: { email, name: 'Ada', password: `${'🐎🦊'.repeat(99)}🦄!` } });
  expect(opened.status).toBe(201);
  for (const [way, signIn] of ways)
    expect([way, await signIn(app, email, `${'🐎🦊'.repeat(99)}🦄!`, '192.0.2.9')]).toEqual([way, 'signed in']);
});
