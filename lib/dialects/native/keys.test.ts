import { expect, it } from 'vitest';
import { bearer, createTestApp, type TestPerson } from '@/testing/app';
import { openOwner } from '@/testing/in-process/pictures';

const app = await createTestApp();
const person = await app.open();

it('a key is shown once, listed without its secret, and invalid after it is deleted', async () => {
  const json = { label: 'My script', scopes: ['avatar:read'], expiresAt: '2099-01-01T00:00:00Z' };
  const create = await app.ask('POST', '/api/keys', { headers: person.passwordAuth, json });
  expect(create.status).toBe(201);
  const created = await create.json();
  expect(created).toEqual({
    id: expect.any(Number),
    label: 'My script',
    lastFour: created.key.slice(-4),
    scopes: ['avatar:read'],
    createdAt: expect.any(String),
    lastUsedAt: null,
    expiresAt: '2099-01-01T00:00:00.000Z',
    key: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
  });
  const headers = bearer(created.key);
  expect((await app.ask('GET', '/api/me', { headers })).status).toBe(200);
  const all = await (await app.ask('GET', '/api/keys', { headers: person.session })).json();
  const listed = all.find(({ id }: { id: number }) => id === created.id);
  expect(listed).toMatchObject({ id: created.id, lastFour: created.lastFour, lastUsedAt: expect.any(String) });
  expect(listed).not.toHaveProperty('key');
  expect((await app.ask('DELETE', `/api/keys/${created.id}`, { headers: person.passwordAuth })).status).toBe(204);
  expect((await app.ask('GET', '/api/me', { headers })).status).toBe(401);
});

it('a write-only key cannot read private data of its owner', async () => {
  const owner = await openOwner(app);
  const create = await app.ask('POST', '/api/keys', { headers: owner.passwordAuth, json: { scopes: ['avatar:write'] } });
  const headers = bearer((await create.json()).key);
  for (const path of ['/api/me', '/api/me/avatar', '/api/me/avatars', '/api/me/avatar/original']) {
    expect({ path, status: (await app.ask('GET', path, { headers })).status }).toEqual({ path, status: 403 });
  }
});

/** Secrets that programs hold. They must not create keys, which would outlive their own revocation. */
const PROGRAM_SECRETS: Record<string, (person: TestPerson) => Promise<string>> = {
  'an API key': async ({ key }) => key,
  'an access token of Cloudreve': async ({ email, password }) => {
    const response = await app.ask('POST', '/session/token', { json: { email, password } });
    return (await response.json()).data.token.access_token;
  },
  'an access token of Ulule': async ({ email, password }) => {
    const body = new URLSearchParams({ grant_type: 'password', username: email, password });
    return (await (await app.ask('POST', '/oauth2/token/', { body })).json()).access_token;
  },
};

it.each(Object.entries(PROGRAM_SECRETS))('%s cannot list, create or delete keys', async (_name, secretOf) => {
  const headers = bearer(await secretOf(person));
  expect((await app.ask('GET', '/api/me', { headers })).status).toBe(200);
  for (const [method, path] of [
    ['GET', '/api/keys'],
    ['POST', '/api/keys'],
    ['DELETE', '/api/keys/1'],
  ] as const) {
    const response = await app.ask(method, path, { headers });
    expect({ method, status: response.status, code: (await response.json()).code }).toEqual({ method, status: 403, code: 'forbidden' });
  }
});

it.each(['2020-01-01T00:00:00Z', '+010000-01-01T00:00:00Z', 8.64e15, 'soon'])('a key does not expire at %j', async (expiresAt) => {
  const create = await app.ask('POST', '/api/keys', { headers: person.passwordAuth, json: { expiresAt } });
  expect([create.status, Object.keys((await create.json()).fields)]).toEqual([400, ['expiresAt']]);
});
