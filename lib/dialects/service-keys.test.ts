import { describe, expect, it } from 'vitest';
import { SERVICE_SCOPES, type ServiceScope } from '@/lib/accounts/service-keys/ports';
import { ROUTES } from '@/lib/routes';
import { basicAuth, bearer, createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { problem, wireOf } from '@/testing/in-process/wire';
import { ADDRESS } from '@/testing/requests';

const app = await createTestApp();
const admin = app.admin();

async function newKey(scopes: readonly ServiceScope[], fields = {}): Promise<string> {
  const json = { label: 'Intranet', scopes, ...fields };
  const response = await app.ask('POST', '/api/service-keys', { headers: admin.session, json });
  expect(response.status).toBe(201);
  return (await response.json()).key;
}

const BLUE: Colour = [20, 60, 220];
const QUERY = '?reason=From+HR';
const everything = await newKey(SERVICE_SCOPES);
/** Has the form of a service key. */
const UNKNOWN = `lsk_${'A'.repeat(43)}`;

/** Calls that take service keys, with the scope of each. */
const CALLS: Record<string, ServiceScope> = {
  'GET /api/people': 'people:read',
  'GET /api/people/:id': 'people:read',
  'PUT /api/people/avatars': 'avatar:write:any',
  'POST /api/imports': 'people:write',
  'PUT /api/people/:id/avatar': 'avatar:write:any',
  'DELETE /api/people/:id/avatar': 'avatar:write:any',
  'GET /api/policy': 'policy:write',
  'PATCH /api/policy': 'policy:write',
};

async function call(name: string, person: Pick<TestPerson, 'id'>, headers: Record<string, string>): Promise<Response> {
  const [method = '', path = ''] = name.split(' ');
  const at = path.replace(':id', String(person.id));
  if (method === 'PUT') return app.ask(method, at + QUERY, { headers, body: await tiny('png', BLUE) });
  if (method === 'DELETE') return app.ask(method, at, { headers, json: { reason: 'From HR', block: 'none' } });
  return app.ask(method, at, { headers, json: method === 'PATCH' ? {} : undefined });
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Every path and method by dialect, except of next-auth, which knows no keys and answers with random tokens. */
const EVERY_CALL = Object.entries(ROUTES)
  .filter(([dialect]) => dialect !== 'next-auth')
  .flatMap(([dialect, { routes }]) => routes.flatMap(({ path }) => METHODS.map((method) => ({ dialect, name: `${method} ${path}` }))));
const DIALECTS = [...new Set(EVERY_CALL.map(({ dialect }) => dialect))];

/** Credentials that could have a service key in them. */
const PLACES: Record<string, (key: string, name: string) => { headers: Record<string, string>; query?: string }> = {
  'a Bearer token': (key) => ({ headers: bearer(key) }),
  // Each call guesses at another account, so that no limit of guesses is reached.
  'Basic with an address': (key, name) => ({
    headers: basicAuth(`${EVERY_CALL.findIndex((call) => call.name === name)}@example.org`, key),
  }),
  'the cookie of MyCargoExtra': (key) => ({ headers: { Cookie: `userToken=${key}`, Origin: ADDRESS } }),
  'the query of Zulip': (key) => ({ headers: {}, query: `?api_key=${key}` }),
};

describe('every call of every API', () => {
  async function seen(name: string, key: string, place: string) {
    const [method = '', path = ''] = name.split(' ');
    const { headers, query = '' } = PLACES[place]?.(key, name) ?? expect.unreachable();
    const address = path.replaceAll(/[:*]\w+/g, String(admin.id)).replaceAll(/[{}]/g, '');
    const response = await app.ask(method, address + query, { headers, from: '203.0.113.9' });
    const text = await response.text();
    return { status: response.status, body: text.replaceAll(/"(?:requestId|correlation_id)":"[^"]*"/g, '').replaceAll(key, '') };
  }

  it.each(Object.keys(PLACES).flatMap((place) => DIALECTS.map((dialect) => ({ place, dialect }))))(
    '$dialect takes a service key as $place for an unknown one, except where a call names its scope',
    async ({ place, dialect }) => {
      const differing: string[] = [];
      for (const { name } of EVERY_CALL.filter((call) => call.dialect === dialect)) {
        const known = await seen(name, everything, place);
        // Methods are checked before credentials.
        if (known.status === 405) continue;
        if (JSON.stringify(known) !== JSON.stringify(await seen(name, UNKNOWN, place))) differing.push(name);
      }
      expect(EVERY_CALL.length).toBeGreaterThan(300);
      expect(differing.sort()).toEqual(dialect === 'native' && place === 'a Bearer token' ? Object.keys(CALLS).sort() : []);
    },
  );

  it.each(['/api/me', '/api/me/avatar', '/api/me/events', '/api/keys', '/api/service-keys', '/api/audit'])(
    '%s knows no service key',
    async (path) => {
      expect(await wireOf(await app.ask('GET', path, { headers: bearer(everything) }))).toEqual(problem(401, 'invalid_credentials'));
    },
  );
});

describe('a service key with one scope', () => {
  const table = Object.entries(CALLS).flatMap(([name, needed]) =>
    SERVICE_SCOPES.map((scope) => ({ name, scope, allowed: scope === needed })),
  );

  it.each(table)('$scope, $name: $allowed', async ({ name, scope, allowed }) => {
    const owner = await openOwner(app);
    const response = await call(name, owner, bearer(await newKey([scope])));
    if (allowed) expect(response.status).toBe(name.startsWith('DELETE') ? 204 : 200);
    else {
      expect(await wireOf(response)).toEqual(problem(403, 'forbidden'));
      await expectOldPicture(app, owner);
    }
    await app.ask('DELETE', `/api/service-keys/${(await app.records.serviceKeys())[0]?.id}`, { headers: admin.session });
  });
});

describe('a service key', () => {
  it('is shown once, and kept as a hash', async () => {
    const key = await newKey(['people:read'], { label: 'HR', expiresAt: '2100-01-01T00:00:00.000Z' });
    expect(key).toMatch(/^lsk_[A-Za-z0-9_-]{43}$/);
    const text = await (await app.ask('GET', '/api/service-keys', { headers: admin.session })).text();
    expect(text).not.toContain(key);
    expect(JSON.parse(text)[0]).toEqual({
      id: expect.any(Number),
      label: 'HR',
      lastFour: key.slice(-4),
      scopes: ['people:read'],
      createdBy: admin.id,
      createdAt: expect.any(String),
      lastUsedAt: null,
      expiresAt: '2100-01-01T00:00:00.000Z',
    });
    const get = async () => (await app.ask('GET', '/api/people', { headers: bearer(key) })).status;
    // The embedded database must not write then.
    app.disk.room = 'removals';
    expect(await get()).toBe(200);
    expect((await app.records.serviceKeys())[0]?.lastUsedAt).toBeNull();
    app.disk.room = 'any change';
    expect(await get()).toBe(200);
    expect((await app.records.serviceKeys())[0]?.lastUsedAt).toEqual(expect.any(Date));
  });

  it('ends when it is revoked', async () => {
    const key = await newKey(['people:read']);
    const [{ id } = expect.unreachable()] = await app.records.serviceKeys();
    const get = async () => (await app.ask('GET', '/api/people', { headers: bearer(key) })).status;
    expect(await get()).toBe(200);
    const revoke = async () => (await app.ask('DELETE', `/api/service-keys/${id}`, { headers: admin.session })).status;
    expect([await revoke(), await revoke(), await get()]).toEqual([204, 404, 401]);
  });

  it('ends when it expires', async () => {
    const expiresAt = new Date(Date.now() + 1000);
    const key = await newKey(['people:read']);
    const found = await app.records.serviceKeys();
    const [stored = expect.unreachable()] = found;
    const own = await createTestApp({ replaced: { serviceKeyBySha256: async () => ({ ...stored, expiresAt: new Date(0) }) } });
    const refused = await own.ask('GET', '/api/people', { headers: bearer(key) });
    expect([refused.status, (await refused.json()).detail]).toEqual([401, 'This service key expired on 1970-01-01T00:00:00.000Z.']);
    const later = await createTestApp({ replaced: { serviceKeyBySha256: async () => ({ ...stored, expiresAt }) } });
    expect((await later.ask('GET', '/api/people', { headers: bearer(key) })).status).toBe(200);
  });

  it('sets the picture of a person by their e-mail address, who sees why; the audit log has the key', async () => {
    const owner = await openOwner(app);
    const [{ id: keyId } = expect.unreachable()] = await app.records.serviceKeys();
    const key = await newKey(['avatar:write:any']);
    const path = `/api/people/${encodeURIComponent(owner.email)}/avatar${QUERY}`;
    expect((await app.ask('PUT', path, { headers: bearer(key), body: await tiny('png', BLUE) })).status).toBe(200);
    await expectColour(app, `/u/${owner.id}/avatar`, BLUE);
    const told = await (await app.ask('GET', '/api/me/avatar/moderation', { headers: owner.auth })).json();
    expect(told.notice).toMatchObject({ kind: 'set', reason: 'From HR' });
    const [entry] = await app.records.listAudit({ subjectId: owner.id }, { limit: 1 });
    expect(entry).toMatchObject({ actor: 'service-key', actorId: keyId + 1, action: 'picture-changed', address: '192.0.2.1' });
    expect(entry?.details).toMatchObject({ reason: 'From HR' });
    const line = app.logged.findLast(({ fields }) => 'serviceKeyId' in fields);
    expect(line?.fields).toMatchObject({ serviceKeyId: keyId + 1, path: '/api/people/[e-mail]/avatar' });
    expect(JSON.stringify(app.logged)).not.toContain(owner.email);
  });

  it('does not change a locked picture', async () => {
    const owner = await openOwner(app);
    const json = { avatarLockedUntil: '2100-01-01T00:00:00Z', reason: 'Wait' };
    await app.ask('PATCH', `/api/people/${owner.id}`, { headers: admin.session, json });
    for (const name of ['PUT /api/people/:id/avatar', 'DELETE /api/people/:id/avatar'])
      expect(await wireOf(await call(name, owner, bearer(everything)))).toEqual(problem(403, 'changes_disabled'));
    await expectOldPicture(app, owner);
  });

  it('reads people without where they are signed in and without their keys', async () => {
    const owner = await openOwner(app);
    const person = await (await app.ask('GET', `/api/people/${owner.id}`, { headers: bearer(everything) })).json();
    expect(Object.keys(person).sort()).toEqual(
      [
        'avatar',
        'avatarLockedUntil',
        'createdAt',
        'disabledAt',
        'email',
        'etag',
        'id',
        'name',
        'notice',
        'picture',
        'publicName',
        'role',
        'versions',
      ].sort(),
    );
    expect(person).toMatchObject({ id: owner.id, email: owner.email, versions: [{ current: true }] });
  });

  it('changes the policy, and the audit log says which key', async () => {
    const patch = (maxAvatarBytes: number | null) =>
      app.ask('PATCH', '/api/policy', { headers: bearer(everything), json: { maxAvatarBytes } });
    expect((await (await patch(500_000)).json()).maxAvatarBytes).toBe(500_000);
    const [entry] = await app.records.listAudit({ action: 'policy-changed' }, { limit: 1 });
    expect(entry).toMatchObject({ actor: 'service-key', details: { maxAvatarBytes: 500_000 } });
    await patch(null);
  });

  it('does not decide who may open an account', async () => {
    for (const json of [
      { registration: 'open' },
      { registrationDomains: ['example.org'] },
      { maxAvatarBytes: 20_000, registration: 'open' },
    ])
      expect(await wireOf(await app.ask('PATCH', '/api/policy', { headers: bearer(everything), json }))).toEqual(problem(403, 'forbidden'));
    expect((await app.records.policy()).maxAvatarBytes).toBeNull();
  });

  it('has a limit of requests of its own, also for reads; wrong ones count against the address', async () => {
    const limited = await createTestApp({ userPerMinute: 3, addressPerMinute: 3 });
    const keys: string[] = [];
    for (const label of ['one', 'two']) {
      const json = { label, scopes: ['people:read'] };
      keys.push((await (await limited.ask('POST', '/api/service-keys', { headers: limited.admin().session, json })).json()).key);
    }
    const status = async (key = '') => (await limited.ask('GET', '/api/people', { headers: bearer(key) })).status;
    const [one, two] = keys;
    expect([await status(one), await status(one), await status(one), await status(one)]).toEqual([200, 200, 200, 429]);
    expect(await status(two)).toBe(200);
    expect([await status(UNKNOWN), await status(UNKNOWN), await status(UNKNOWN), await status(UNKNOWN)]).toEqual([401, 401, 401, 429]);
    expect(await status(two)).toBe(200);
  });
});
