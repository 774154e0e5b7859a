import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { createMemoryRecords } from '@/testing/memory/records';
import { ADDRESS } from '@/testing/requests';

const NEW = 'a new long password';
const HOUR_MS = 60 * 60 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

const request = (app: TestApp, email: string, headers = {}) => app.ask('POST', '/api/password-resets', { json: { email }, headers });
const confirm = (app: TestApp, token: string, newPassword = NEW, headers = {}) =>
  app.ask('POST', '/api/password-resets/confirm', { json: { token, newPassword }, headers });

/** The messages so far, newest first. */
async function outboxOf(app: TestApp): Promise<{ to: string; subject: string; text: string }[]> {
  await app.parts().services.settled();
  return (await (await app.ask('GET', '/api/outbox', { headers: app.admin().session })).json()).messages;
}

/** Requests a link and returns its token. */
async function tokenFor(app: TestApp, { email }: Pick<TestPerson, 'email'>): Promise<string> {
  expect((await request(app, email)).status).toBe(202);
  const [message] = await outboxOf(app);
  const [, token] = new RegExp(`^${ADDRESS}/reset\\?token=(.+)$`, 'm').exec(message?.text ?? '') ?? [];
  if (token === undefined) throw new Error(`Expected a link, got ${message?.text}`);
  return token;
}

const signsIn = async (app: TestApp, { email }: TestPerson, password: string) =>
  (await app.parts().services.accounts.signIn(email, password)) !== null;

const codeOf = async (response: Response) => ({ status: response.status, code: (await response.json()).code });

describe('a person who forgot their password', () => {
  it('is mailed a link, chooses a new one, is signed out everywhere and told so', async () => {
    const app = await createTestApp();
    const ada = await app.open({ proof: 'link' });
    const token = await tokenFor(app, { email: ` ${ada.email.toUpperCase()} ` });
    const access = await ada.signIn();
    const response = await confirm(app, token);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect([await signsIn(app, ada, ada.password), await signsIn(app, ada, NEW)]).toEqual([false, true]);
    expect((await app.ask('GET', '/api/me', { headers: ada.session })).status).toBe(401);
    expect((await app.ask('GET', '/api/me', { headers: access })).status).toBe(401);
    // API keys are for programs, and stay.
    expect((await app.ask('GET', '/api/me', { headers: ada.auth })).status).toBe(200);
    expect((await outboxOf(app)).map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: ada.email, subject: 'Your Likeness password was changed' },
      { to: ada.email, subject: 'Reset your Likeness password' },
    ]);
  });

  it('can be told beforehand how much the reset ends, and the link stays usable', async () => {
    const app = await createTestApp();
    const [ada, bob] = [await app.open({ proof: 'link' }), await app.open({ proof: 'assumed' })];
    const effectOf = (token: string) => app.parts().services.passwordResets.effectOf(token);
    const [proved, assumed] = [await tokenFor(app, ada), await tokenFor(app, bob)];
    expect([await effectOf(proved), await effectOf(assumed), await effectOf('nonsense')]).toEqual(['sessions', 'everything', null]);
    for (const token of [proved, assumed]) expect((await confirm(app, token)).status).toBe(204);
    expect((await app.ask('GET', '/api/me', { headers: ada.auth })).status).toBe(200);
    expect((await app.ask('GET', '/api/me', { headers: bob.auth })).status).toBe(401);
    expect(await effectOf(proved)).toBeNull();
  });

  it('cannot use a link twice, nor another one from before', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const [first, second] = [await tokenFor(app, ada), await tokenFor(app, ada)];
    await confirm(app, second);
    for (const token of [first, second, 'nonsense', '']) {
      const response = await confirm(app, token, 'yet another password');
      expect(await codeOf(response)).toEqual({ status: 410, code: 'link_expired' });
    }
    expect(await signsIn(app, ada, NEW)).toBe(true);
  });

  it('cannot use a link after an hour', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const token = await tokenFor(app, ada);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS });
    expect(await codeOf(await confirm(app, token))).toEqual({ status: 410, code: 'link_expired' });
    expect(await signsIn(app, ada, ada.password)).toBe(true);
  });

  it('may try again with the same link after a password that is too common or too short', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const token = await tokenFor(app, ada);
    for (const [password, message] of [
      ['password123', 'Too common: this is one of the first passwords that are tried. Expected another one.'],
      ['short', 'Expected at least 8 characters.'],
    ] as const) {
      const response = await confirm(app, token, password);
      expect([response.status, (await response.json()).fields]).toEqual([400, { newPassword: message }]);
    }
    expect((await confirm(app, token)).status).toBe(204);
  });

  it('who remembers it and changes it makes the link lapse', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const token = await tokenFor(app, ada);
    const json = { currentPassword: ada.password, newPassword: NEW };
    expect((await app.ask('PUT', '/api/me/password', { headers: ada.session, json })).status).toBe(204);
    expect(await codeOf(await confirm(app, token, 'yet another password'))).toEqual({ status: 410, code: 'link_expired' });
    expect((await outboxOf(app))[0]).toMatchObject({ to: ada.email, subject: 'Your Likeness password was changed' });
  });

  it('gets one new password from two requests at once with one link', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const token = await tokenFor(app, ada);
    const answers = await Promise.all([confirm(app, token, 'the first password'), confirm(app, token, 'the second password')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 410]);
  });
});

describe('an address without an account', () => {
  it('gets the same answer, and no message', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const answers = [];
    for (const email of [ada.email, 'nobody@example.org', 'no address at all']) {
      const response = await request(app, email);
      answers.push({ status: response.status, body: await response.text(), type: response.headers.get('content-type') });
    }
    expect(answers).toEqual(
      answers.map(() => ({
        status: 202,
        body: '{"message":"If an account has this e-mail address, a message with a link was sent to it."}',
        type: 'application/json',
      })),
    );
    expect((await outboxOf(app)).map(({ to }) => to)).toEqual([ada.email]);
  });

  it('is answered before the database is asked, as every address is', async () => {
    const records = createMemoryRecords();
    let ask = () => {};
    const asked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const personByEmail: typeof records.personByEmail = async (...parameters) => {
      await asked;
      return records.personByEmail(...parameters);
    };
    const app = await createTestApp({ records });
    const ada = await app.open();
    const held = await createTestApp({ records, empty: true, replaced: { personByEmail } });
    for (const email of [ada.email, 'nobody@example.org']) expect((await request(held, email)).status).toBe(202);
    ask();
    await held.parts().services.settled();
    expect(await outboxOf(app)).toHaveLength(1);
  });

  it('counts against the same limit as a known one', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    for (const email of [ada.email, 'nobody@example.org']) {
      for (let at = 0; at < 5; at += 1) expect((await request(app, at % 2 ? email : email.toUpperCase())).status).toBe(202);
      const refused = await request(app, email);
      expect(refused.headers.get('retry-after')).toMatch(/^3[56]\d\d$/);
      expect(await codeOf(refused)).toEqual({ status: 429, code: 'rate_limited' });
    }
    expect(await outboxOf(app)).toHaveLength(5);
  });
});

describe('a disabled account', () => {
  it('is mailed no link, and takes no password from an earlier one', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    const token = await tokenFor(app, ada);
    await app.records.changePerson(ada.id, { disabled: true });
    expect((await request(app, ada.email)).status).toBe(202);
    expect(await outboxOf(app)).toHaveLength(1);
    expect(await codeOf(await confirm(app, token))).toEqual({ status: 403, code: 'account_disabled' });
  });
});

describe('an unproved address', () => {
  it('that is not the primary one gives the account to no one', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    await app.records.addAddress(ada.id, { email: 'typo@example.org', proof: 'assumed' });
    await app.records.addAddress(ada.id, { email: 'work@example.org', proof: 'link' });
    expect((await request(app, 'typo@example.org')).status).toBe(202);
    expect((await request(app, 'work@example.org')).status).toBe(202);
    expect((await outboxOf(app)).map(({ to }) => to)).toEqual(['work@example.org']);
  });
});

it('a page of another site can neither ask for a link nor use one', async () => {
  const app = await createTestApp();
  const ada = await app.open();
  const token = await tokenFor(app, ada);
  const headers = { Origin: 'https://evil.example' };
  expect(await codeOf(await request(app, ada.email, headers))).toEqual({ status: 403, code: 'cross_origin' });
  expect(await codeOf(await confirm(app, token, NEW, headers))).toEqual({ status: 403, code: 'cross_origin' });
  expect((await confirm(app, token, NEW, { Origin: ADDRESS })).status).toBe(204);
});

it('the log has neither the token nor the address', async () => {
  const app = await createTestApp();
  const ada = await app.open();
  const token = await tokenFor(app, ada);
  await confirm(app, token);
  await app.ask('POST', `/api/password-resets/confirm?token=${token}`, { json: { token, newPassword: NEW } });
  expect(app.logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(app.logged)).not.toContain(token);
  expect(JSON.stringify(app.logged)).not.toContain(ada.email);
});
