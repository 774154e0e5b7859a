import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { plain } from '@/testing/pictures';
import * as accountSchemas from './account/account-schemas';
import * as addressSchemas from './addresses/address-schemas';
import * as auditSchemas from './audit/audit-schemas';
import * as doctorSchemas from './doctor/doctor-schemas';
import * as keptSchemas from './kept/kept-schemas';
import * as mailSchemas from './mail/mail-schemas';
import * as importSchemas from './people/import-schemas';
import * as moderationSchemas from './people/moderation-schemas';
import * as peopleSchemas from './people/people-schemas';
import * as registrationSchemas from './registration/registration-schemas';
import * as schemas from './schemas';
import * as serviceSchemas from './services/service-schemas';
import * as sourceSchemas from './sources/source-schemas';
import * as textSchemas from './text-schemas';
import * as uploadSchemas from './upload-schemas';

/** Returns the body of a response after it has checked that its members are exactly those of the schema. */
async function conforming<T extends z.ZodType>(schema: T, response: Promise<Response>, status = 200) {
  const { status: actual, headers, body } = await read(response);
  expect({ status: actual, type: headers.get('content-type')?.replace('problem+', '') }).toEqual({ status, type: 'application/json' });
  expect(schema.parse(body)).toEqual(body);
  return body;
}

async function read(response: Promise<Response>) {
  const { status, headers, ...rest } = await response.then(async (it) => ({
    status: it.status,
    headers: it.headers,
    body: await it.json(),
  }));
  return { status, headers, ...rest };
}

const png = async () => new Uint8Array(await plain(60, 40, [200, 20, 20]));

async function upload(app: TestApp, person: TestPerson) {
  return app.ask('PUT', '/api/me/avatar', { headers: { ...person.auth, 'Content-Type': 'image/png' }, body: await png() });
}

it('responses about pictures have the members of their schemas', async () => {
  const app = await createTestApp();
  const person = await app.open();
  const get = (path: string) => app.ask('GET', path, { headers: person.auth });
  await conforming(schemas.avatar, get('/api/me/avatar'));
  await conforming(schemas.savedAvatar, upload(app, person));
  await conforming(schemas.avatar, get('/api/me/avatar'));
  await conforming(accountSchemas.me, get('/api/me'));
  await conforming(schemas.avatar, app.ask('GET', `/api/users/${person.id}/avatar`));
  await conforming(z.array(keptSchemas.keptAvatar).length(1), get('/api/me/avatars'));
  await conforming(keptSchemas.avatarLinks, get('/api/me/avatar/links'));
  await conforming(schemas.uploadLimits, get('/api/limits'));
  const alt = { alt: 'A red rectangle' } satisfies uploadSchemas.AvatarChange;
  await conforming(schemas.avatar, app.ask('PATCH', '/api/me/avatar', { headers: person.auth, json: alt }));
});

it('responses about accounts, keys and the policy have the members of their schemas', async () => {
  const app = await createTestApp();
  const account = { email: 'grace@example.org', name: 'Grace', password: 'correct horse battery' } satisfies accountSchemas.NewAccount;
  await conforming(accountSchemas.person, app.ask('POST', '/api/accounts', { json: account }), 201);
  const headers = app.admin().passwordAuth;
  const key = { label: 'A script', expiresAt: '2100-01-01T00:00:00Z' } satisfies accountSchemas.NewKey;
  await conforming(accountSchemas.createdKey, app.ask('POST', '/api/keys', { headers, json: key }), 201);
  await conforming(z.array(accountSchemas.apiKey), app.ask('GET', '/api/keys', { headers: app.admin().session }));
  const profile = { name: 'Grace Hopper' } satisfies accountSchemas.ProfileChange;
  await conforming(accountSchemas.me, app.ask('PATCH', '/api/me', { headers: app.admin().session, json: profile }));
  await conforming(z.array(accountSchemas.session).length(1), app.ask('GET', '/api/me/sessions', { headers: app.admin().session }));
  const policy = { maxAvatarBytes: 20_000, acceptedFormats: ['png'] } satisfies schemas.PolicyChange;
  await conforming(schemas.policy, app.ask('PATCH', '/api/policy', { headers: app.admin().auth, json: policy }));
  await conforming(schemas.policy, app.ask('GET', '/api/policy', { headers: app.admin().auth }));
});

it('responses about moderation and service keys have the members of their schemas', async () => {
  const app = await createTestApp();
  const headers = app.admin().session;
  const person = await app.open();
  await upload(app, person);
  const lock = { avatarLockedUntil: '2100-01-01T00:00:00Z', reason: 'Wait' } satisfies peopleSchemas.PersonChange;
  await conforming(peopleSchemas.changedPerson, app.ask('PATCH', `/api/people/${person.id}`, { headers, json: lock }));
  await conforming(moderationSchemas.restrictions, app.ask('GET', '/api/me/avatar/moderation', { headers: person.auth }));
  const key = { label: 'Intranet', scopes: ['people:read'] } satisfies serviceSchemas.NewServiceKey;
  const created = await conforming(serviceSchemas.createdServiceKey, app.ask('POST', '/api/service-keys', { headers, json: key }), 201);
  await conforming(z.array(serviceSchemas.serviceKey).length(1), app.ask('GET', '/api/service-keys', { headers }));
  const service = { Authorization: `Bearer ${created.key}` };
  await conforming(peopleSchemas.personSummary, app.ask('GET', `/api/people/${person.id}`, { headers: service }));
  const removal = { reason: 'Not you', block: 'everyone' } satisfies moderationSchemas.Removal;
  await app.ask('DELETE', `/api/people/${person.id}/avatar`, { headers, json: removal });
  await conforming(z.array(moderationSchemas.blockedFile).length(1), app.ask('GET', '/api/blocked-files', { headers }));
});

it('a damaged picture is a problem without the stage at which decoding failed', async () => {
  const app = await createTestApp();
  const { auth } = await app.open();
  const damaged = async (length: number) =>
    app.ask('PUT', '/api/me/avatar', { headers: { ...auth, 'Content-Type': 'image/png' }, body: (await png()).slice(0, length) });
  for (const length of [20, 90]) {
    const body = await conforming(schemas.problem, damaged(length), 422);
    expect(body).toMatchObject({ title: 'Damaged picture', code: 'corrupt_image' });
    expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId']);
  }
});

it('the schemas have distinct names and can be written as JSON Schema', () => {
  const all = Object.values({
    ...schemas,
    ...accountSchemas,
    ...addressSchemas,
    ...auditSchemas,
    ...doctorSchemas,
    ...importSchemas,
    ...keptSchemas,
    ...mailSchemas,
    ...moderationSchemas,
    ...peopleSchemas,
    ...registrationSchemas,
    ...serviceSchemas,
    ...sourceSchemas,
    ...textSchemas,
    ...uploadSchemas,
  }).filter((schema) => schema instanceof z.ZodType);
  const ids = all.map((schema) => schema.meta()?.id);
  expect(ids.every((id) => typeof id === 'string')).toBe(true);
  expect(new Set(ids).size).toBe(all.length);
  const { schemas: written } = z.toJSONSchema(z.globalRegistry, { io: 'input', unrepresentable: 'any' });
  expect(Object.keys(written).sort()).toEqual([...ids].sort());
});
