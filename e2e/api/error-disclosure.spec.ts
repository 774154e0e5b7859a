import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signInCookie, type TestPerson } from '../people';
import type { Server } from '../server';
import { expect, form, plain, test } from './fixtures';
import { type Route, routes } from './routes';
import { basic } from './zulip-wire';

/** What only the inside of a server knows: where its files are, what it is made of, and where in it something went wrong. */
const INSIDE = [
  /node_modules|file:\/\/|webpack|\.next\//,
  /^\s+at .+:\d+/m,
  /\w*Error: /,
  /\.[cm]?[jt]sx?:\d+/,
  /\bE(?:NOENT|ISDIR|NOTDIR|ACCES|EXIST|PERM)\b/,
  /prisma|postgres|pglite|libvips|argon2|busboy|\bSELECT\b/i,
  /(?:originals|renditions)\//,
];

function expectNothingOfTheInside({ dataDir }: Pick<Server, 'dataDir'>, text: string, of: string): void {
  for (const part of [...INSIDE, process.cwd(), dataDir]) {
    const told = typeof part === 'string' ? text.includes(part) : part.test(text);
    expect(told ? text : '', `${of} tells ${part}`).toBe('');
  }
}

const PROBLEM = ['type', 'title', 'status', 'detail', 'code', 'requestId'];
const DETAILS = ['allowed', 'fields', 'expected', 'found', 'limitBytes', 'retryAfterSeconds', 'limit', 'remaining', 'resetAt'];
const ZULIP = ['result', 'msg', 'code', 'allowed_methods', 'reason', 'var_name', 'retry-after'];

/** Keys that an error of each dialect may have: those of the original, and no other. */
const KEYS: Record<string, string[]> = {
  native: [...PROBLEM, ...DETAILS],
  mycargoextra: ['message'],
  cloudreve: ['code', 'msg', 'correlation_id'],
  ulule: ['fieldNames', 'classification', 'message'],
  zulip: ZULIP,
  delivery: [...PROBLEM, ...DETAILS],
  // Zulip answers where the last segment is no hash.
  gravatar: [...PROBLEM, ...DETAILS, ...ZULIP],
  // `url` is what next-auth's client reads.
  'next-auth': [...PROBLEM, ...DETAILS, 'url'],
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const NOBODY_CAN_HAVE = ['99999999999999999999', '-1', '0x1', '%00', '%E0%A4%A', '%27%3B--', '..%2f..%2fetc%2fpasswd', 'x'.repeat(300)];

const FORM = 'multipart/form-data; boundary=b';
const REQUEST_BODIES: [type: string, body: string][] = [
  ['application/json', '{"email":'],
  ['application/json', 'null'],
  ['application/json', '{"__proto__":{"a":1},"email":{},"password":[],"crop":"x","refresh_token":{}}'],
  [FORM, '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc'],
  [FORM, '--b\r\nContent-Disposition: form-data; name="avatar"; filename="\0.png"\r\n\r\n\x89PNG\r\n\x1a\n\r\n--b--\r\n'],
  ['multipart/form-data', 'x'],
  ['application/x-www-form-urlencoded', '%ZZ&username=%00&password=%E0%A4%A&grant_type=password'],
  ['image/png', '\x89PNG\r\n\x1a\n and no picture'],
  ['not a type', '\0'],
];

interface Answer {
  call: string;
  status: number;
  allow: string | null;
  type: string;
  text: string;
}

async function ask(baseURL: string, method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const response = await fetch(baseURL + path, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });
  const type = response.headers.get('content-type') ?? '';
  const text = type.startsWith('image/') ? '' : await response.text();
  return {
    call: `${method} ${path.slice(0, 100)} with ${body}`,
    status: response.status,
    allow: response.headers.get('allow'),
    type,
    text,
  };
}

function expectNoOtherKeys({ dialect }: Route, { call, status, allow, type, text }: Answer): void {
  // Every verb that an address lacks has an answer in its words; Cloudreve has none for that.
  expect(status === 405, call).toBe(allow !== null);
  if (status === 405) expect(text === '', call).toBe(dialect === 'cloudreve');
  const isError = status >= 400 || (dialect === 'cloudreve' && type.startsWith('application/json') && (JSON.parse(text).code ?? 0) !== 0);
  if (!isError || text === '') return;
  if (type.startsWith('text/html')) {
    // The page of the site for addresses that are none and below no API's, or Zulip's own for pictures that are none.
    expect(status, call).toBe(404);
    expect(['zulip', 'delivery', 'gravatar'], call).toContain(dialect);
    return;
  }
  expect(type, `${call}: ${text}`).toMatch(/^application\/(?:problem\+)?json/);
  const body = JSON.parse(text);
  expect(Array.isArray(body), call).toBe(dialect === 'ulule');
  for (const one of Array.isArray(body) ? body : [body]) {
    expect(KEYS[dialect], `${call}: ${text}`).toEqual(expect.arrayContaining(Object.keys(one)));
  }
}

/** The credentials that each dialect expects. */
async function rightWay({ dialect, path }: Route, { baseURL }: Server, owner: TestPerson): Promise<Record<string, string>> {
  if (dialect === 'next-auth' || path.startsWith('/json/')) return { Cookie: await signInCookie(baseURL, owner), Origin: baseURL };
  return dialect === 'zulip' ? basic(owner) : owner.auth;
}

const WRONG_WAYS: Record<string, string>[] = [
  { Authorization: 'Basic \x80' },
  { Authorization: 'Bearer a.b.c' },
  { Authorization: 'ApiKey :' },
  { Cookie: 'next-auth.session-token=a.b.c; userToken=%00', Origin: 'null' },
];

for (const route of routes()) {
  test(`${route.path} of ${route.dialect} – whatever is wrong, no answer tells of the inside, and its keys are the documented ones`, async ({
    server,
    owner,
  }) => {
    const parts = route.path.match(/:\w+/g) ?? [];
    const filled = (value: string) => parts.reduce((path, part) => path.replace(part, value), route.path);
    const [ordinary, ...others] = ['1', ...(parts.length > 0 ? NOBODY_CAN_HAVE : [])].map(filled);
    const observe = async (method: string, address = '', headers: Record<string, string> = {}, body?: string) => {
      const answer = await ask(server.baseURL, method, address, headers, body);
      expectNothingOfTheInside(server, answer.text, answer.call);
      expectNoOtherKeys(route, answer);
      // Gravatar cannot be reached from the tests, which is 502.
      expect(answer.status, answer.call).toBeLessThan(route.path.endsWith('/gravatar') ? 503 : 500);
    };
    const allowed = (await fetch(server.baseURL + ordinary, { method: 'OPTIONS' })).headers.get('allow')?.split(', ') ?? [];
    const right = await rightWay(route, server, owner);
    for (const method of [...METHODS, 'PROPFIND']) {
      for (const headers of [{}, right, ...WRONG_WAYS]) await observe(method, ordinary, headers);
      if (!allowed.includes(method)) continue;
      for (const address of others) await observe(method, address, right);
      if (route.dialect === 'cloudreve') await observe(method, `/api/v4${others[0] ?? ordinary}`, right);
      if (method === 'GET') continue;
      for (const [type, body] of REQUEST_BODIES) {
        await observe(method, ordinary, { 'Content-Type': type }, body);
        await observe(method, ordinary, { ...right, 'Content-Type': type }, body);
      }
    }
    expect(server.output()).not.toContain('Unexpected failure');
  });
}

test('a storage that is broken is said to be, and not how', async ({ server, person }) => {
  const blocked = join(server.dataDir, 'pictures', 'originals');
  await mkdir(join(server.dataDir, 'pictures'), { recursive: true });
  await rm(blocked, { recursive: true, force: true });
  await writeFile(blocked, 'in the way');
  const image = await plain('png', [1, 2, 3]);
  const answers = [
    await fetch(`${server.baseURL}/api/me/avatar`, { method: 'PUT', headers: person.auth, body: image }),
    await fetch(`${server.baseURL}/api/v1/user/avatar`, { method: 'PATCH', headers: person.auth, body: form({ avatar: image }) }),
    await fetch(`${server.baseURL}/user/setting/avatar`, { method: 'PUT', headers: person.auth, body: image }),
    await fetch(`${server.baseURL}/v1/users/${person.id}/avatars`, { method: 'POST', headers: person.auth, body: form({ image }) }),
    await fetch(`${server.baseURL}/api/v1/users/me/avatar`, { method: 'POST', headers: basic(person), body: form({ file: image }) }),
  ];
  await rm(blocked);
  expect(answers.map(({ status }) => status)).toEqual([502, 502, 200, 502, 500]);
  for (const answer of answers) expectNothingOfTheInside(server, await answer.text(), new URL(answer.url).pathname);
});
