import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestAppOptions } from '@/testing/app';
import { hex } from '@/testing/records';

const newAccount = (fields: object = {}) => ({ email: `${hex(6)}@example.org`, name: 'Ada', password: 'correct horse battery', ...fields });

/** An app under a policy for new accounts. */
async function under(policy: object, options: TestAppOptions = {}): Promise<TestApp> {
  const app = await createTestApp(options);
  const changed = await app.ask('PATCH', '/api/policy', { headers: app.admin().session, json: policy });
  expect(changed.status).toBe(200);
  return app;
}

/** Creates an invite. @returns its token and its id */
async function invited(app: TestApp, fields: object = {}): Promise<{ token: string; id: number }> {
  const response = await app.ask('POST', '/api/invites', { headers: app.admin().session, json: fields });
  const { url, id } = await response.json();
  return { token: new URL(url).searchParams.get('invite') ?? '', id };
}

async function signUp(app: TestApp, fields: object = {}) {
  const response = await app.ask('POST', '/api/accounts', { json: newAccount(fields) });
  const { code, role, detail, reason } = await response.json();
  return { status: response.status, code, role, detail, reason };
}

const invalid = { status: 403, code: 'invite_invalid' };

afterEach(() => {
  vi.useRealTimers();
});

describe('POST /api/accounts', () => {
  it.each([
    ['closed', {}, 'This server does not accept new accounts.'],
    ['invite', {}, 'Signing up needs an invite. Ask the administrator for one.'],
    [
      'domains',
      { registrationDomains: ['example.com', 'example.net'] },
      'Only addresses of these domains can sign up here: example.com, example.net.',
    ],
  ])('registration %s – 403 registration_refused, whether or not the address has an account', async (registration, rest, detail) => {
    const app = await under({ registration, ...rest });
    const { email } = await app.open();
    const expected = { status: 403, code: 'registration_refused', role: undefined, reason: registration, detail };
    expect(await signUp(app)).toEqual(expected);
    expect(await signUp(app, { email })).toEqual(expected);
  });

  it('registration domains – 201 for an address of a listed domain, and of no subdomain of it', async () => {
    const app = await under({ registration: 'domains', registrationDomains: ['example.com'] });
    expect(await signUp(app, { email: 'Ada@EXAMPLE.com' })).toMatchObject({ status: 201, role: 'member' });
    for (const email of ['eve@evil.example.com', 'eve@notexample.com', 'eve@example.com.evil.org'])
      expect(await signUp(app, { email })).toMatchObject({ status: 403, code: 'registration_refused' });
  });

  it('an invite lets in as many people as it says, with its role, also when they come at once', async () => {
    const app = await under({ registration: 'invite' });
    const { token } = await invited(app, { role: 'admin', maxUses: 2 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => signUp(app, { invite: token })));
    expect(answers.map(({ status, role }) => [status, role]).sort()).toEqual([
      [201, 'admin'],
      [201, 'admin'],
      [403, undefined],
      [403, undefined],
      [403, undefined],
    ]);
    const [shown] = await (await app.ask('GET', '/api/invites', { headers: app.admin().session })).json();
    expect(shown).toMatchObject({ uses: 2, maxUses: 2 });
  });

  it('an invite is refused after its time, once it is withdrawn, for another address, or if it is made up', async () => {
    const app = await under({ registration: 'invite' });
    const [late, withdrawn] = [await invited(app, { expiresInDays: 1 }), await invited(app)];
    const personal = await invited(app, { email: 'Grace@example.org', maxUses: 2 });
    expect(await signUp(app, { invite: personal.token })).toMatchObject(invalid);
    expect(await signUp(app, { invite: personal.token, email: 'grace@example.org' })).toMatchObject({ status: 201 });
    const gone = await app.ask('DELETE', `/api/invites/${withdrawn.id}`, { headers: app.admin().session });
    expect(gone.status).toBe(204);
    expect(await signUp(app, { invite: withdrawn.token })).toMatchObject(invalid);
    expect(await signUp(app, { invite: 'made-up' })).toMatchObject(invalid);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_001 });
    expect(await signUp(app, { invite: late.token })).toMatchObject(invalid);
  });

  it('a failed sign-up uses up no invite', async () => {
    const app = await under({ registration: 'invite' });
    const { token } = await invited(app);
    const { email } = await app.open();
    expect(await signUp(app, { invite: token, email })).toMatchObject({ status: 409, code: 'email_taken' });
    expect(await signUp(app, { invite: token })).toMatchObject({ status: 201 });
  });

  it('an invite lets no one in once its creator is no administrator any more, and while the server is closed', async () => {
    const app = await under({ registration: 'invite' });
    const { token } = await invited(app, { maxUses: 3 });
    await app.ask('PATCH', '/api/policy', { headers: app.admin().session, json: { registration: 'closed' } });
    expect(await signUp(app, { invite: token })).toMatchObject({ status: 403, code: 'registration_refused' });
    await app.ask('PATCH', '/api/policy', { headers: app.admin().session, json: { registration: 'open' } });
    const second = await app.open({ role: 'admin' });
    expect(second.role).toBe('admin');
    await app.records.changeRole(app.admin().id, 'member');
    expect(await signUp(app, { invite: token })).toMatchObject(invalid);
  });
});

describe('invites', () => {
  it('have their link in one response only, and are listed newest first', async () => {
    const app = await createTestApp();
    const headers = app.admin().session;
    const first = await app.ask('POST', '/api/invites', { headers, json: { email: 'Grace@Example.org', expiresInDays: 30 } });
    const { url, ...invite } = await first.json();
    expect([first.status, url]).toEqual([201, expect.stringMatching(/^https:\/\/pictures\.example\.org\/sign-up\?invite=[\w-]{32}$/)]);
    expect(invite).toEqual({
      id: 1,
      createdBy: app.admin().id,
      role: 'member',
      email: 'grace@example.org',
      maxUses: 1,
      uses: 0,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    });
    await invited(app);
    const listed = await (await app.ask('GET', '/api/invites', { headers })).json();
    expect(listed).toEqual([expect.objectContaining({ id: 2 }), invite]);
    expect((await app.ask('DELETE', '/api/invites/3', { headers })).status).toBe(404);
  });

  it('explain each wrong field', async () => {
    const app = await createTestApp();
    const json = { role: 'owner', email: 'x', maxUses: 0, expiresInDays: 366, token: 'mine' };
    const response = await app.ask('POST', '/api/invites', { headers: app.admin().session, json });
    expect(Object.keys((await response.json()).fields).sort()).toEqual(['body', 'email', 'expiresInDays', 'maxUses', 'role']);
  });

  it('are shown to no member', async () => {
    const app = await createTestApp();
    const ada = await app.open();
    expect((await app.ask('GET', '/api/invites', { headers: ada.session })).status).toBe(403);
  });
});

it('REGISTRATION in the environment overrides the policy, which says so and refuses to change it', async () => {
  const registration = { registration: 'closed' as const, registrationDomains: [] };
  const app = await under({ maxAvatarBytes: 20_000 }, { registration });
  const headers = app.admin().session;
  const shown = await (await app.ask('GET', '/api/policy', { headers })).json();
  expect(shown).toMatchObject({ maxAvatarBytes: 20_000, ...registration, fixed: ['registration', 'registrationDomains'] });
  expect(await signUp(app)).toMatchObject({ status: 403, reason: 'closed' });
  const changed = await app.ask('PATCH', '/api/policy', { headers, json: { registration: 'open' } });
  expect([changed.status, (await changed.json()).fields]).toEqual([
    400,
    { registration: 'Set by the environment of the server. Expected no change.' },
  ]);
});
