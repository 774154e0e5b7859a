import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { basicAuth, createTestApp } from '@/testing/app';
import { type Outcome, SIGN_INS } from '@/testing/in-process/sign-in';

/** A low limit of requests per minute for one address. */
const LIMIT = 5;
const ways = Object.entries(SIGN_INS);

it('ten wrong passwords for one account are checked in a minute, over all six ways together', async () => {
  const app = await createTestApp();
  const owner = await app.open();
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const outcome = await ways[attempt % ways.length]?.[1](app, owner.email.toUpperCase(), 'wrong password');
    expect(outcome).toBe('wrong');
  }
  for (const [way, signIn] of ways) expect([way, await signIn(app, owner.email, owner.password)]).toEqual([way, 'limited']);
  // A key is not a password attempt, and other accounts are not affected.
  expect((await app.ask('GET', '/v1/me', { headers: owner.auth })).status).toBe(200);
  const other = await app.open();
  for (const [way, signIn] of ways) expect([way, await signIn(app, other.email, other.password)]).toEqual([way, 'signed in']);
});

it('every way to sign in counts as one request of the client address', async () => {
  const app = await createTestApp({ userPerMinute: LIMIT, addressPerMinute: LIMIT });
  for (const [index, [way, signIn]] of ways.entries()) {
    const outcomes: Outcome[] = [];
    // Each attempt is for another account, so that the limit of one account does not apply.
    for (let account = 0; account <= LIMIT; account += 1) {
      outcomes.push(await signIn(app, `${randomUUID()}@example.org`, 'wrong password', `10.0.1.${index}`));
    }
    expect([way, outcomes]).toEqual([way, ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'limited']]);
    const { email, password } = await app.open();
    expect([way, await signIn(app, email, password, `10.0.2.${index}`)]).toEqual([way, 'signed in']);
  }
});

it('with a limit of one request a minute, the first sign-in of an address is accepted, for every way', async () => {
  const app = await createTestApp({ addressPerMinute: 1 });
  const { email, password } = await app.open();
  for (const [index, [way, signIn]] of ways.entries()) {
    expect([way, await signIn(app, email, password, `203.0.113.${index}`)]).toEqual([way, 'signed in']);
  }
});

it('guesses at one account from new addresses – 30 in 15 minutes, and the owner can sign in from a known network', async () => {
  const app = await createTestApp();
  const HOME = '198.51.100.7';
  const { email, password } = await app.open();
  expect(await SIGN_INS['Basic, to write'](app, email, password, HOME)).toBe('signed in');
  const outcomes = { wrong: 0, limited: 0, 'signed in': 0 };
  for (let guess = 0; guess < 60; guess += 1) {
    const outcome = await ways[guess % ways.length]?.[1](app, email, 'wrong password', `203.0.113.${guess}`);
    outcomes[outcome ?? 'signed in'] += 1;
  }
  expect(outcomes).toEqual({ wrong: 30, limited: 30, 'signed in': 0 });
  for (const [way, signIn] of ways) {
    expect([way, await signIn(app, email, password, HOME)]).toEqual([way, 'signed in']);
    expect([way, await signIn(app, email, password, '198.51.100.99')]).toEqual([way, 'limited']);
  }
});

it('reads over Basic with the right password or key are not limited by address', async () => {
  const app = await createTestApp({ addressPerMinute: LIMIT });
  const { email, password, key } = await app.open();
  const read = async (secret: string) =>
    (await app.ask('GET', '/v1/me', { headers: basicAuth(email, secret), from: '203.0.113.1' })).status;
  for (const secret of [password, key]) {
    for (let time = 0; time < 25; time += 1) expect(await read(secret)).toBe(200);
    const simultaneous = await Promise.all(Array.from({ length: 4 }, () => read(secret)));
    expect(simultaneous).toEqual([200, 200, 200, 200]);
  }
  for (let attempt = 1; attempt <= 5; attempt += 1) expect(await read('wrong password')).toBe(401);
  expect(await read('wrong password')).toBe(429);
  expect(await read(key)).toBe(200);
});

it('wrong passwords at one address of a person count for the others, over all six ways and before dangerous changes', async () => {
  const app = await createTestApp();
  const [{ id, email, password, session }, other] = [await app.open({ role: 'admin' }), await app.open()];
  const second = `${randomUUID()}@example.org`;
  await app.records.addAddress(id, { email: second, proof: 'link' });
  const from = '203.0.113.9';
  for (let attempt = 0; attempt < 10; attempt += 1) expect(await ways[0]?.[1](app, second, 'wrong password', from)).toBe('wrong');
  // Not refused, but not verified either: a refusal would show that both addresses belong to one account.
  for (const [way, signIn] of ways) expect([way, await signIn(app, email, password, from)]).toEqual([way, 'wrong']);
  const changes = [
    ['DELETE', '/api/me', { password }],
    ['DELETE', `/api/people/${other.id}`, { confirm: other.email, password }],
    ['PUT', '/api/me/password', { currentPassword: password, newPassword: 'another horse battery' }],
    ['POST', '/api/me/addresses', { email: 'third@example.org', password }],
  ] as const;
  for (const [method, path, json] of changes) {
    expect([path, (await app.ask(method, path, { headers: session, json, from })).status]).toEqual([path, 400]);
  }
  for (const [way, signIn] of ways) expect([way, await signIn(app, email, password, '203.0.113.10')]).toEqual([way, 'signed in']);
});
