import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '@/lib/routes';
import { basicAuth, bearer, createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { createMemoryRecords } from '@/testing/memory/records';
import { createTables } from '@/testing/memory/tables';
import { plain } from '@/testing/pictures';

/** Paths of every API except next-auth, without the second prefix of Cloudreve. */
const PATHS = Object.entries(ROUTES)
  .filter(([dialect]) => dialect !== 'next-auth')
  .flatMap(([, { routes }]) => routes.map(({ path }) => path))
  .filter((path) => !path.startsWith('/api/v4/'));

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** The refusal of each call: the key lacks the scope, or the call does not accept keys. */
const ANSWERS: Record<string, { status: number; body: unknown }> = {
  'POST /api/accounts': { status: 400, body: expect.objectContaining({ code: 'invalid_request' }) },
  'POST /api/imports': forbidden(),
  'POST /api/invites': forbidden(),
  'DELETE /api/invites/:id': forbidden(),
  // There is an administrator.
  'POST /api/setup': { status: 404, body: expect.objectContaining({ code: 'not_found' }) },
  'PUT /api/me/avatar': forbidden(),
  'PATCH /api/me/avatar': forbidden(),
  'DELETE /api/me/avatar': forbidden(),
  'POST /api/me/avatar/fetch': forbidden(),
  'POST /api/me/avatar/gravatar': forbidden(),
  'PUT /api/me/avatar/gravatar': forbidden(),
  'POST /api/me/avatar/framing': forbidden(),
  'POST /api/me/avatar/preview': forbidden(),
  // This app has no store that takes uploads.
  'POST /api/me/avatar/uploads': { status: 404, body: expect.objectContaining({ code: 'not_found' }) },
  'PATCH /api/me/avatars/:id': forbidden(),
  'DELETE /api/me/avatars/:id': forbidden(),
  'POST /api/me/avatars/:id/restore': forbidden(),
  'PATCH /api/me': forbidden(),
  'DELETE /api/me': forbidden(),
  'DELETE /api/me/deletion': forbidden(),
  'PUT /api/me/password': forbidden(),
  'POST /api/addresses/verify': { status: 400, body: expect.objectContaining({ code: 'invalid_request' }) },
  'POST /api/me/addresses': forbidden(),
  'PATCH /api/me/addresses/:id': forbidden(),
  'DELETE /api/me/addresses/:id': forbidden(),
  'DELETE /api/me/identities/:id': forbidden(),
  'DELETE /api/me/sessions': forbidden(),
  'DELETE /api/me/sessions/:id': forbidden(),
  'POST /api/keys': forbidden(),
  'DELETE /api/keys/:id': forbidden(),
  // These calls ignore keys.
  'POST /api/doctor/upload': forbidden(),
  'POST /api/password-resets': { status: 400, body: expect.objectContaining({ code: 'invalid_request' }) },
  'POST /api/password-resets/confirm': { status: 400, body: expect.objectContaining({ code: 'invalid_request' }) },
  'PATCH /api/people/:id': forbidden(),
  'DELETE /api/people/:id': forbidden(),
  'PUT /api/people/avatars': forbidden(),
  'PUT /api/people/:id/avatar': forbidden(),
  'DELETE /api/people/:id/avatar': forbidden(),
  'DELETE /api/blocked-files/:id': forbidden(),
  'POST /api/service-keys': forbidden(),
  'DELETE /api/service-keys/:id': forbidden(),
  'DELETE /api/people/:id/keys/:keyId': forbidden(),
  'POST /api/people/:id/password-reset': forbidden(),
  'DELETE /api/people/:id/sessions': forbidden(),
  'PATCH /api/policy': forbidden(),
  // Forms are for pages of this site, and take sessions alone.
  'POST /api/forms/sign-in': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/sign-out': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/sign-up': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/setup': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/setup/promote': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/forgot': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/reset': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/verify': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/language': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/picture': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/picture/remove': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/keys': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'POST /api/forms/keys/revoke': { status: 403, body: expect.objectContaining({ code: 'cross_origin' }) },
  'PATCH /api/v1/user/avatar': { status: 403, body: { message: 'Access denied' } },
  'PUT /user/setting/avatar': enveloped(403, 'Permission denied'),
  // A key is neither a refresh token nor a password.
  'POST /session/token': enveloped(40001, 'Email cannot be empty'),
  'DELETE /session/token': enveloped(40001, 'Parameter error'),
  'POST /session/token/refresh': enveloped(40001, 'Parameter error'),
  'POST /v1/users/:id/avatars': denied(403),
  'PATCH /v1/avatars/:id': denied(403),
  'DELETE /v1/avatars/:id': denied(403),
  'POST /oauth2/token': { status: 400, body: [expect.objectContaining({ fieldNames: ['grant_type'] })] },
  'POST /api/v1/users/me/avatar': zulip(400, 'Insufficient permission', 'BAD_REQUEST'),
  'DELETE /api/v1/users/me/avatar': zulip(400, 'Insufficient permission', 'BAD_REQUEST'),
  'POST /json/users/me/avatar': zulip(401, 'Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
  'DELETE /json/users/me/avatar': zulip(401, 'Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
  'POST /api/v1/fetch_api_key': { status: 400, body: expect.objectContaining({ code: 'REQUEST_VARIABLE_MISSING' }) },
  'POST /api/v1/users/me/api_key/regenerate': zulip(400, 'Insufficient permission', 'BAD_REQUEST'),
  // This call only reads.
  'POST /api/v1/register': { status: 200, body: expect.objectContaining({ result: 'success' }) },
};

function forbidden() {
  return { status: 403, body: expect.objectContaining({ code: 'forbidden' }) };
}
function enveloped(code: number, msg: string) {
  return { status: 200, body: expect.objectContaining({ code, msg }) };
}
function denied(status: number) {
  return { status, body: [expect.objectContaining({ classification: 'PermissionError' })] };
}
function zulip(status: number, msg: string, code: string) {
  return { status, body: { result: 'error', msg, code } };
}

const tables = createTables();
let app: TestApp;
let owner: TestPerson;
let newcomer: TestPerson;
/** One for all calls: a person has a limited number of keys. */
let readOnly: Map<TestPerson, string>;
beforeAll(async () => {
  app = await createTestApp({ records: createMemoryRecords(tables) });
  // The administrator, who has every other permission.
  owner = app.admin();
  newcomer = await app.open();
  readOnly = new Map([
    [owner, await owner.createKey(['avatar:read'])],
    [newcomer, await newcomer.createKey(['avatar:read'])],
  ]);
  await app.avatars.replace(owner.change, { bytes: await plain(64, 64, [1, 2, 3]) });
  await app.avatars.settled();
});

/** All records except the times at which keys were last used. */
function everything() {
  const { nextId: _, keys, ...others } = tables;
  return structuredClone({ ...others, keys: [...keys.values()].map(({ lastUsedAt: _, ...key }) => key) });
}

/** A valid or nearly valid body for the call. */
async function bodyOf(method: string, path: string): Promise<BodyInit | undefined> {
  if (path === '/oauth2/token') return new URLSearchParams();
  if (/^\/(?:api\/(?:accounts|keys|policy)|session\/)/.test(path) || /^PATCH \/api\/me\/avatar(?:s\/:id)?$/.test(`${method} ${path}`))
    return '{}';
  if (method === 'DELETE' || !/\/(?:avatars?|framing|preview)$/.test(path)) return undefined;
  const bytes = new Uint8Array(await plain(8, 8, [9, 9, 9]));
  if (path === '/user/setting/avatar') return bytes;
  const form = new FormData();
  form.append(path === '/api/v1/user/avatar' ? 'avatar' : 'image', new Blob([bytes]), 'a.png');
  return form;
}

async function send(method: string, path: string, person: TestPerson, key: string): Promise<Response> {
  const isZulip = /^\/(?:api\/v1\/(?:users|fetch_api_key|register)|json)/.test(path);
  const headers = isZulip ? basicAuth(person.email, key) : bearer(key);
  return app.ask(method, path.replaceAll(/:\w+/g, String(person.id)), { headers, body: await bodyOf(method, path) });
}

describe('every call that writes', () => {
  it('is in the table', async () => {
    const found: string[] = [];
    for (const path of PATHS) {
      for (const method of WRITES) {
        if ((await send(method, path, owner, 'none')).status !== 405) found.push(`${method} ${path}`);
      }
    }
    expect(found.sort()).toEqual(Object.keys(ANSWERS).sort());
  });

  it.each(Object.entries(ANSWERS))('%s – a read-only key changes nothing', async (call, { status, body }) => {
    const [method = '', path = ''] = call.split(' ');
    // Only people without an avatar can create one.
    const person = path === '/v1/users/:id/avatars' ? newcomer : owner;
    const key = readOnly.get(person) ?? expect.unreachable();
    const before = everything();
    const response = await send(method, path, person, key);
    expect({ status: response.status, body: await response.json() }).toEqual({ status, body });
    expect(everything()).toEqual(before);
  });
});
