import type { Server } from '../server';
import { belongings, credentials, test, type Way, type World } from './authorization';
import { type Attempt, denied, ROWS, type Row, urlencoded } from './authorization-rows';
import { bearer, sendJson } from './cloudreve';
import { expect } from './fixtures';
import { routes } from './routes';
import { answered } from './ulule-fixtures';

// In order and in one world, so that the last can say what all of them did to it.
test.describe.configure({ mode: 'default' });

/** They come from an address of their own, so that the victim’s attempts to sign in are not counted with theirs. */
const ELSEWHERE = { 'X-Forwarded-For': '203.0.113.66' };

function attemptsOf({ api = 'native', vocabulary, except = {}, attempts = () => [] }: Row, world: World): Attempt[] {
  const ways = vocabulary ? (Object.entries(credentials(world, api)) as [Way, Record<string, string>][]) : [];
  const byCredentials = ways
    .filter(([way]) => except[way] !== null)
    .map(([way, headers]) => ({ by: way, headers, words: except[way] ?? vocabulary?.[way] ?? vocabulary?.otherwise ?? denied(0) }));
  return [...byCredentials, ...attempts(world)];
}

test('an Idempotency-Key of the victim’s does not bring their answer', async ({ world }) => {
  const { server, victim, attacker } = world;
  const put = async (auth: Record<string, string>) =>
    fetch(`${server.baseURL}/api/me/avatar`, { method: 'PATCH', headers: { ...auth, 'Idempotency-Key': 'the same' }, body: '{"alt":""}' });
  const [theirs, own] = [await put(victim.auth), await put(attacker.auth)];
  expect(own.headers.has('idempotency-replayed')).toBe(false);
  expect((await own.json()).key).not.toBe((await theirs.json()).key);
});

for (const row of ROWS) {
  test(`${row.route} – with what is another person’s: refused, and nothing changed`, async ({ world }) => {
    const [method = '', route = ''] = row.route.split(' ');
    const before = await belongings(world);
    for (const path of row.paths?.(world) ?? [route]) {
      for (const { by, path: otherPath = '', headers, body = await row.body?.(), words } of attemptsOf(row, world)) {
        const init = { method, headers: { ...headers, ...ELSEWHERE }, redirect: 'manual', ...(body && { body }) } as const;
        const response = await fetch(world.server.baseURL + path + otherPath, init);
        if (words) expect(await answered(response), `${path}, by ${by}`).toEqual(words);
        else expect(response.status, `${path}, by ${by}`).toBeLessThan(500);
      }
    }
    expect(await belongings(world)).toEqual(before);
  });
}

test('every call that changes something has a row, or answers that there is no such call', async ({ world: { server } }) => {
  const writes = routes().flatMap(({ path, isUnknown }) =>
    ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ call: `${method} ${path}`, method, path, isUnknown })),
  );
  expect(writes.length).toBeGreaterThan(60);
  const known = new Set(ROWS.map(({ route }) => route));
  for (const { call, method, path, isUnknown } of writes.filter(({ call }) => !known.has(call))) {
    const response = await fetch(server.baseURL + path.replaceAll(/:\w+/g, '1'), { method });
    expect({ call, status: response.status }).toEqual({ call, status: isUnknown ? 404 : 405 });
  }
  expect([...known].filter((route) => !writes.some(({ call }) => call === route))).toEqual([]);
});

test('after all of this, the victim’s sign-ins go on', async ({ world: { server, cloudreve, ulule } }) => {
  expect((await sendJson(server, 'POST', '/session/token/refresh', { refresh_token: cloudreve.refresh })).code).toBe(0);
  expect(await refreshed(server, ulule.refresh)).toBe(200);
  expect((await fetch(`${server.baseURL}/v1/me`, { headers: bearer(ulule.access) })).status).toBe(200);
});

async function refreshed({ baseURL }: Server, refresh_token: string): Promise<number> {
  const body = urlencoded({ grant_type: 'refresh_token', refresh_token });
  return (await fetch(`${baseURL}/oauth2/token/`, { method: 'POST', body })).status;
}
