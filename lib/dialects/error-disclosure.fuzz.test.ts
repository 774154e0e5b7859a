import { expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Address, addresses } from '@/testing/in-process/addresses';
import { oldPicture } from '@/testing/in-process/pictures';
import { native } from '@/testing/in-process/uploads';
import { internalsIn } from '@/testing/internals';

// Each path gets several hundred invalid requests.
const app = await createTestApp({ addressPerMinute: 1_000_000, userPerMinute: 1_000_000 });
app.gravatar.answer = { kind: 'failed' };

/** A single assertion for all responses, since there are thousands. */
function expectNoInternals(text: string, call: string): void {
  const revealed = internalsIn(text);
  expect({ call, revealed, text: revealed.length > 0 ? text : '' }).toEqual({ call, revealed: [], text: '' });
}

const PROBLEM = ['type', 'title', 'status', 'detail', 'code', 'requestId'];
const DETAILS = [
  'allowed',
  'fields',
  'fieldProblems',
  'expected',
  'found',
  'limitBytes',
  'retryAfterSeconds',
  'limit',
  'remaining',
  'resetAt',
];
const ZULIP = ['result', 'msg', 'code', 'allowed_methods', 'reason', 'var_name', 'retry-after'];

/** Keys that errors of each dialect may have: those that the original documents. */
const KEYS: Record<string, string[]> = {
  native: [...PROBLEM, ...DETAILS],
  forms: [...PROBLEM, ...DETAILS],
  mycargoextra: ['message'],
  cloudreve: ['code', 'msg', 'correlation_id'],
  ulule: ['fieldNames', 'classification', 'message'],
  zulip: ZULIP,
  delivery: [...PROBLEM, ...DETAILS],
  // Zulip serves the path if the last segment is not a hash.
  gravatar: [...PROBLEM, ...DETAILS, ...ZULIP],
  // next-auth's client reads `url`.
  'next-auth': [...PROBLEM, ...DETAILS, 'url'],
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Unknown ids of people, keys and pictures. */
const IMPOSSIBLE = ['99999999999999999999', '-1', '0x1', '%00', '%E0%A4%A', '%27%3B--', '..%2f..%2fetc%2fpasswd', 'x'.repeat(300)];

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

async function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const response = await app.ask(method, path, { headers, body });
  const type = response.headers.get('content-type') ?? '';
  // An event stream has no end.
  const isRead = !type.startsWith('image/') && !type.startsWith('text/event-stream');
  if (!isRead) await response.body?.cancel();
  const text = isRead ? await response.text() : '';
  return {
    call: `${method} ${path.slice(0, 100)} with ${body}`,
    status: response.status,
    allow: response.headers.get('allow'),
    type,
    text,
  };
}

function expectDocumentedKeys({ dialect }: Address, { call, status, allow, type, text }: Answer): void {
  // Each API has its own response to unsupported methods; Cloudreve documents none.
  expect(status === 405, call).toBe(allow !== null);
  if (status === 405) expect(text === '', call).toBe(dialect === 'cloudreve');
  const isError = status >= 400 || (dialect === 'cloudreve' && type.startsWith('application/json') && (JSON.parse(text).code ?? 0) !== 0);
  if (!isError || text === '') return;
  if (type.startsWith('text/html')) {
    // Zulip's page for unknown pictures.
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

/** The credentials that the path expects. */
function rightCredentials({ dialect, path }: Address, owner: TestPerson): Record<string, string> {
  if (dialect === 'next-auth' || path.startsWith('/json/')) return owner.session;
  return dialect === 'zulip' ? owner.basic : owner.auth;
}

const WRONG_CREDENTIALS: Record<string, string>[] = [
  { Authorization: 'Basic \x80' },
  { Authorization: 'Bearer a.b.c' },
  { Authorization: 'ApiKey :' },
  { Cookie: '__Secure-next-auth.session-token=a.b.c; userToken=%00', Origin: 'null' },
];

for (const address of addresses()) {
  it(`${address.path} of ${address.dialect} – no error reveals internals, and all its keys are documented`, async () => {
    const owner = await app.open();
    await native.send(app, owner, await oldPicture());
    const parts = address.path.match(/:\w+/g) ?? [];
    const filled = (value: string) => parts.reduce((path, part) => path.replace(part, value), address.path);
    const [ordinary = '', ...others] = ['1', ...(parts.length > 0 ? IMPOSSIBLE : [])].map(filled);
    const observe = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
      const answer = await ask(method, path, headers, body);
      expectNoInternals(answer.text, answer.call);
      expectDocumentedKeys(address, answer);
      // 502: Gravatar is unreachable.
      expect(answer.status, answer.call).toBeLessThan(address.path.endsWith('/gravatar') ? 503 : 500);
    };
    const allowed = (await app.ask('OPTIONS', ordinary)).headers.get('allow')?.split(', ') ?? [];
    const right = rightCredentials(address, owner);
    for (const method of [...METHODS, 'PROPFIND']) {
      for (const headers of [{}, right]) await observe(method, ordinary, headers);
      // Unsupported methods are refused before credentials are read.
      if (!allowed.includes(method)) continue;
      for (const headers of WRONG_CREDENTIALS) await observe(method, ordinary, headers);
      for (const path of others) await observe(method, path, right);
      if (address.dialect === 'cloudreve') await observe(method, `/api/v4${others[0] ?? ordinary}`, right);
      if (method === 'GET') continue;
      for (const [type, body] of REQUEST_BODIES) {
        await observe(method, ordinary, { 'Content-Type': type }, body);
        await observe(method, ordinary, { ...right, 'Content-Type': type }, body);
      }
    }
    expect(app.logged.filter(({ message }) => message === 'Unexpected failure')).toEqual([]);
  });
}
