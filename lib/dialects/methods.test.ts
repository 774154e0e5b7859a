import { expect, it } from 'vitest';
import { ALLOWED_METHODS } from '@/testing/allowed-methods';
import { createTestApp } from '@/testing/app';
import { addresses } from '@/testing/in-process/addresses';

const app = await createTestApp();

type Words = (call: { allowed: string[]; method: string }) => unknown;

const native: Words = ({ allowed, method }) => ({
  type: 'about:blank',
  title: 'Method not allowed',
  status: 405,
  detail: `Expected ${allowed.join(', ')}; got ${method}.`,
  code: 'method_not_allowed',
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  allowed,
});
const myCargoExtra: Words = () => ({ message: 'Method Not Allowed' });
const ulule: Words = () => [{ fieldNames: [], classification: 'ValueError', message: 'Method Not Allowed' }];
/** No body. */
const cloudreve: Words = () => undefined;

/** Each API, with its response to unsupported methods. */
const APIS: { message: string; words: Words; type: string | null; of: Record<string, string[]> }[] = [
  {
    message: 'a problem with the code method_not_allowed',
    words: native,
    type: 'application/problem+json',
    of: { ...ALLOWED_METHODS.native, ...ALLOWED_METHODS.delivery },
  },
  { message: '{"message":"Method Not Allowed"}', words: myCargoExtra, type: 'application/json', of: ALLOWED_METHODS.myCargoExtra },
  {
    message: '[{"fieldNames":[],"classification":"ValueError","message":"Method Not Allowed"}]',
    words: ulule,
    type: 'application/json',
    of: ALLOWED_METHODS.ulule,
  },
  { message: 'no body', words: cloudreve, type: null, of: ALLOWED_METHODS.cloudreve },
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Methods that no path supports. */
const OTHERS = ['TRACE', 'PROPFIND', 'QUERY', 'LOCK'];

/** Credentials that any authentication would refuse. */
const WRONG = { Authorization: 'Bearer of.no.use', Cookie: 'userToken=of.no.use' };

async function refusal(method: string, path: string, body?: string) {
  const response = await app.ask(method, path, { headers: WRONG, body });
  const text = await response.text();
  return {
    method,
    status: response.status,
    allow: response.headers.get('allow'),
    type: response.headers.get('content-type'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

for (const { message, words, type, of } of APIS) {
  for (const [path, allowed] of Object.entries(of)) {
    const expected = (method: string) => ({ method, status: 405, allow: allowed.join(', '), type });

    it(`${path} – ${allowed.join(', ')}; any other method → 405 with Allow, and ${message}`, async () => {
      for (const method of METHODS.filter((method) => !allowed.includes(method))) {
        const body = ['GET', 'HEAD'].includes(method) ? undefined : '{"no":';
        expect(await refusal(method, path, body)).toEqual({
          ...expected(method),
          body: method === 'HEAD' ? undefined : words({ allowed, method }),
        });
      }
    });

    it(`${path} – TRACE, PROPFIND, QUERY and LOCK → 405 with Allow, and ${message}`, async () => {
      for (const method of OTHERS) expect(await refusal(method, path)).toEqual({ ...expected(method), body: words({ allowed, method }) });
    });
  }
}

const all = APIS.flatMap(({ of }) => Object.entries(of));

it('OPTIONS of each path → its methods, sorted', async () => {
  for (const [path, allowed] of all) {
    const response = await app.ask('OPTIONS', path, { headers: WRONG });
    const methods = (response.headers.get('allow') ?? '').split(', ');
    // As in Libravatar, the body lists default styles.
    const status = path.startsWith('/avatar') ? 200 : 204;
    expect({ path, status: response.status, methods }).toEqual({ path, status, methods: [...allowed].sort() });
  }
});

it('these paths, those of Zulip and the catch-alls are all routes', () => {
  const others = addresses().filter(({ dialect, isUnknown }) => dialect !== 'zulip' && !isUnknown);
  expect(others.length).toBeGreaterThan(30);
  const unlisted = others.filter(({ path }) => {
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
    return !all.some(([address]) => pattern.test(address));
  });
  expect(unlisted).toEqual([]);
});
