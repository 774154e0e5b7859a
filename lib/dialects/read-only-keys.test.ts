import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '@/lib/accounts/ports';
import type { Method } from '@/lib/http/methods';
import { basicAuth, type InProcess, inProcess } from '@/testing/in-process';
import { plain } from '@/testing/pictures';
import { ADDRESS } from '@/testing/requests';
import { cloudreveRoutes } from './cloudreve/routes';
import { deliveryRoutes } from './delivery/routes';
import { gravatarRoutes } from './gravatar/routes';
import { myCargoExtraRoutes } from './mycargoextra/routes';
import { nativeRoutes } from './native/routes';
import { ululeRoutes } from './ulule/routes';
import { zulipRoutes } from './zulip/routes';

const DIALECTS: Record<string, Record<string, Record<Method, object>>> = {
  native: nativeRoutes,
  mycargoextra: myCargoExtraRoutes,
  cloudreve: cloudreveRoutes,
  ulule: ululeRoutes,
  zulip: zulipRoutes,
  gravatar: gravatarRoutes,
  delivery: deliveryRoutes,
};
const WRITES: readonly Method[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** How each API says that a key may not, or that a key is nothing it knows there; by dialect, address and verb. */
const ANSWERS: Record<string, { status: number; body: unknown }> = {
  'native accounts POST': { status: 400, body: expect.objectContaining({ code: 'invalid_request' }) },
  'native avatar PUT': forbidden(),
  'native avatar PATCH': forbidden(),
  'native avatar DELETE': forbidden(),
  'native gravatar POST': forbidden(),
  'native gravatar PUT': forbidden(),
  'native preview POST': forbidden(),
  'native restore POST': forbidden(),
  'native keys POST': forbidden(),
  'native key DELETE': forbidden(),
  'native policy PATCH': forbidden(),
  'mycargoextra avatar PATCH': { status: 403, body: { message: 'Access denied' } },
  'cloudreve avatar PUT': enveloped(403, 'Permission denied'),
  // A key is no refresh token, and no password.
  'cloudreve token POST': enveloped(40001, 'Email cannot be empty'),
  'cloudreve token DELETE': enveloped(40001, 'Parameter error'),
  'cloudreve refresh POST': enveloped(40001, 'Parameter error'),
  'ulule avatars POST': denied(403),
  'ulule avatar PATCH': denied(403),
  'ulule avatar DELETE': denied(403),
  'ulule token POST': { status: 400, body: [expect.objectContaining({ fieldNames: ['grant_type'] })] },
  'zulip avatar POST': zulip(400, 'Insufficient permission', 'BAD_REQUEST'),
  'zulip avatar DELETE': zulip(400, 'Insufficient permission', 'BAD_REQUEST'),
  'zulip avatarBySession POST': zulip(401, 'Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
  'zulip avatarBySession DELETE': zulip(401, 'Not logged in: API authentication or user session required', 'UNAUTHORIZED'),
  'zulip fetchApiKey POST': { status: 400, body: expect.objectContaining({ code: 'REQUEST_VARIABLE_MISSING' }) },
  'zulip regenerateApiKey POST': zulip(400, 'Insufficient permission', 'BAD_REQUEST'),
  // It only reads.
  'zulip register POST': { status: 200, body: expect.objectContaining({ result: 'success' }) },
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

let app: InProcess;
let owner: Person;
let newcomer: Person;
beforeAll(async () => {
  app = await inProcess();
  // The administrator, for whom everything else would be allowed.
  owner = await app.records.personById(1).then((person) => person ?? expect.unreachable());
  newcomer = await app.open('newcomer@example.org');
  const principal = { userId: owner.id, role: owner.role, via: 'session' as const, scopes: ['avatar:read', 'avatar:write'] as const };
  await app.avatars.replace({ principal, userId: owner.id }, { bytes: await plain(64, 64, [1, 2, 3]) });
  await app.avatars.settled();
});
afterAll(() => app.database.close());

/** Everything that a request could change, but for when a key was last used. */
async function everything() {
  const { db } = app.database;
  const omit = { lastUsedAt: true } as const;
  const tables = [db.user.findMany(), db.avatar.findMany(), db.apiKey.findMany({ omit }), db.tokenFamily.findMany(), db.policy.findMany()];
  return Promise.all([...tables, db.knownNetwork.findMany(), db.idempotentReply.findMany()]);
}

async function body(method: Method, dialect: string, name: string): Promise<{ body?: BodyInit; type?: string }> {
  const form = new FormData();
  form.append(
    dialect === 'ulule' ? 'image' : dialect === 'mycargoextra' ? 'avatar' : 'image',
    new Blob([new Uint8Array(await plain(8, 8, [9, 9, 9]))]),
    'a.png',
  );
  if (['accounts', 'keys', 'policy', 'token', 'refresh'].includes(name) || (dialect === 'native' && method === 'PATCH')) {
    return dialect === 'ulule' ? { body: new URLSearchParams() } : { body: '{}' };
  }
  const isUpload = method !== 'DELETE' && ['avatar', 'avatars', 'preview', 'avatarBySession'].includes(name);
  if (!isUpload) return {};
  return dialect === 'cloudreve' ? { body: await plain(8, 8, [9, 9, 9]).then((bytes) => new Uint8Array(bytes)) } : { body: form };
}

async function send(dialect: string, name: string, method: Method, person: Person, key: string): Promise<Response> {
  const headers = dialect === 'zulip' ? basicAuth(person.email, key) : { Authorization: `Bearer ${key}` };
  const request = new Request(`${ADDRESS}/`, { method: method, headers, ...(await body(method, dialect, name)) });
  // Whom a body of known length comes from says so; a `Request` that is made here does not.
  if (request.body) request.headers.set('content-length', String((await request.clone().arrayBuffer()).byteLength));
  return app.ask(DIALECTS[dialect]?.[name]?.[method] ?? {}, request, { id: String(person.id) });
}

describe('every address that changes something', () => {
  it('is in the table', async () => {
    const found: string[] = [];
    for (const [dialect, routes] of Object.entries(DIALECTS)) {
      for (const name of Object.keys(routes).filter((route) => route !== 'unknown')) {
        for (const method of WRITES) {
          const response = await send(dialect, name, method, owner, 'none');
          if (response.status !== 405) found.push(`${dialect} ${name} ${method}`);
        }
      }
    }
    expect(found.sort()).toEqual(Object.keys(ANSWERS).sort());
  });

  it.each(Object.entries(ANSWERS))('%s – a key that may only read changes nothing', async (call, { status, body }) => {
    const [dialect = '', name = '', method = 'POST'] = call.split(' ');
    // Creating an avatar is for those who have none.
    const person = name === 'avatars' ? newcomer : owner;
    const key = await app.key(person.id, ['avatar:read']);
    const before = await everything();
    const response = await send(dialect, name, method as Method, person, key);
    expect({ status: response.status, body: await response.json() }).toEqual({ status, body });
    expect(await everything()).toEqual(before);
  });
});
