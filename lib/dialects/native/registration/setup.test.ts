import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '@/testing/app';

const ACCOUNT = { email: 'ada@example.org', name: 'Ada', password: 'correct horse battery' };
const WRONG_CODE = 'A'.repeat(22);

/** An app without an administrator, as it has started. */
async function started(): Promise<{ app: TestApp; code: string }> {
  const app = await createTestApp({ empty: true });
  const code = await app.setup.newCode();
  if (code === null) throw new Error('Expected a setup code');
  return { app, code };
}

const finish = (app: TestApp, json: object, headers: Record<string, string> = {}) => app.ask('POST', '/api/setup', { json, headers });

async function answerOf(response: Response) {
  const { code, fields } = await response.json();
  return { status: response.status, code, fields };
}

describe('POST /api/setup', () => {
  it('creates the administrator with the code of the last start, once', async () => {
    const { app, code: outdated } = await started();
    const code = (await app.setup.newCode()) ?? '';
    expect(code).toMatch(/^[\w-]{22}$/);
    expect(await answerOf(await finish(app, { ...ACCOUNT, code: outdated }))).toEqual({
      status: 400,
      code: 'invalid_request',
      fields: { code: 'Wrong or outdated code. Use the setup link that the server printed last.' },
    });
    const created = await finish(app, { ...ACCOUNT, code });
    expect(created.status).toBe(201);
    expect(created.headers.get('cache-control')).toBe('private, no-store');
    expect(await created.json()).toEqual({
      id: 1,
      email: 'ada@example.org',
      name: 'Ada',
      publicName: null,
      language: null,
      timeZone: null,
      role: 'admin',
      createdAt: expect.any(String),
    });
    const again = await finish(app, { ...ACCOUNT, email: 'eve@example.org', code });
    expect(await answerOf(again)).toEqual({ status: 404, code: 'not_found', fields: undefined });
    expect(await app.setup.newCode()).toBeNull();
  });

  it('leaves people who sign up without the code members, also the first', async () => {
    const { app, code } = await started();
    const member = await app.ask('POST', '/api/accounts', { json: { ...ACCOUNT, code, role: 'admin' } });
    expect(await member.json()).toMatchObject({ role: 'member' });
    expect(await app.setup.isOpen()).toBe(true);
  });

  it('makes a member the administrator, in the browser or with the password, but not with an API key', async () => {
    for (const by of ['session', 'passwordAuth'] as const) {
      const { app, code } = await started();
      const ada = await app.open();
      expect((await finish(app, { code: WRONG_CODE }, ada[by])).status).toBe(400);
      const promoted = await finish(app, { code }, ada[by]);
      expect([promoted.status, (await promoted.json()).role]).toEqual([200, 'admin']);
      expect((await app.ask('GET', '/api/policy', { headers: ada.auth })).status).toBe(200);
    }
    const { app, code } = await started();
    const ada = await app.open();
    expect(await answerOf(await finish(app, { code }, ada.auth))).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await app.setup.isOpen()).toBe(true);
  });

  it('explains each wrong field, and uses up no code for it', async () => {
    const { app, code } = await started();
    const fields = { email: expect.any(String), name: expect.any(String), password: expect.any(String) };
    expect(await answerOf(await finish(app, { code }))).toEqual({ status: 400, code: 'invalid_request', fields });
    expect(await answerOf(await finish(app, ACCOUNT))).toMatchObject({ status: 400, fields: { code: 'Expected the setup code.' } });
    const common = await finish(app, { ...ACCOUNT, password: 'password123', code });
    expect(await answerOf(common)).toMatchObject({ status: 400, fields: { password: expect.any(String) } });
    const { email } = await app.open();
    expect(await answerOf(await finish(app, { ...ACCOUNT, email, code }))).toMatchObject({ status: 409, code: 'email_taken' });
    expect((await finish(app, { ...ACCOUNT, code })).status).toBe(201);
  });

  it('is refused from a page of another site, in the browser of the person who sets up the server', async () => {
    const { app, code } = await started();
    const ada = await app.open();
    const fromElsewhere = { Origin: 'https://evil.example' };
    expect(await answerOf(await finish(app, { ...ACCOUNT, code }, fromElsewhere))).toMatchObject({ status: 403, code: 'cross_origin' });
    const withCookie = { ...ada.session, ...fromElsewhere };
    expect(await answerOf(await finish(app, { code }, withCookie))).toMatchObject({ status: 403, code: 'cross_origin' });
    expect(await app.setup.isOpen()).toBe(true);
  });

  it('counts guesses against the address they come from', async () => {
    const app = await createTestApp({ empty: true, addressPerMinute: 3 });
    await app.setup.newCode();
    const statuses = [];
    for (let guess = 0; guess < 4; guess += 1) statuses.push((await finish(app, { ...ACCOUNT, code: WRONG_CODE })).status);
    expect(statuses).toEqual([400, 400, 400, 429]);
  });

  it('makes one administrator of two people who send the code at once', async () => {
    const { app, code } = await started();
    const answers = await Promise.all(['ada', 'eve'].map((name) => finish(app, { ...ACCOUNT, email: `${name}@example.org`, code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404]);
  });
});

it('a code that is kept for a day outlives the starts of that day', async () => {
  const { app, code } = await started();
  expect(await app.setup.newCode(new Date(Date.now() - 86_400_000))).toBeNull();
  expect((await finish(app, { ...ACCOUNT, code })).status).toBe(201);
});
