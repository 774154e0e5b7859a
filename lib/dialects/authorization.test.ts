import { expect, it } from 'vitest';
import { bearer } from '@/testing/app';
import { addresses } from '@/testing/in-process/addresses';
import { belongings, createWorld, credentials, type Way } from '@/testing/in-process/authorization';
import type { Attempt, Row } from '@/testing/in-process/authorization-row';
import { denied, ROWS } from '@/testing/in-process/authorization-rows';
import { restartableCounters } from '@/testing/in-process/restartable-counters';
import { wireOf } from '@/testing/in-process/wire';

// The tests run in order on one app, so that the last one sees the effects of all.
const counters = restartableCounters();
const world = await createWorld({ counters: counters.create });
const { app, victim, attacker } = world;

/** Client address of the attacks of a row, so that no row and not the victim has to wait for the attempts of another. */
const attackerOf = (row: Row) => `203.0.113.${ROWS.indexOf(row)}`;

function attemptsOf({ api = 'native', vocabulary, except = {}, attempts = () => [] }: Row): Attempt[] {
  const ways = vocabulary ? (Object.entries(credentials(world, api)) as [Way, Record<string, string>][]) : [];
  const byCredentials = ways
    .filter(([way]) => except[way] !== null)
    .map(([way, headers]) => ({ by: way, headers, words: except[way] ?? vocabulary?.[way] ?? vocabulary?.otherwise ?? denied(0) }));
  return [...byCredentials, ...attempts(world)];
}

it('an Idempotency-Key of the victim does not replay their response', async () => {
  const patch = (auth: Record<string, string>) =>
    app.ask('PATCH', '/api/me/avatar', { headers: { ...auth, 'Idempotency-Key': 'the same' }, body: '{"alt":""}' });
  const [theirs, own] = [await patch(victim.auth), await patch(attacker.auth)];
  expect(own.headers.has('idempotency-replayed')).toBe(false);
  expect((await own.json()).key).not.toBe((await theirs.json()).key);
});

for (const row of ROWS) {
  it(`${row.route} – with data of another person: refused, and nothing changed`, async () => {
    const [method = '', route = ''] = row.route.split(' ');
    const before = await belongings(world);
    // The victim's address allows fewer guesses than all rows make together.
    counters.restart();
    for (const path of row.paths?.(world) ?? [route]) {
      for (const { by, path: otherPath = '', headers, body = await row.body?.(), words } of attemptsOf(row)) {
        const response = await app.ask(method, path + otherPath, { headers, from: attackerOf(row), body });
        if (words) expect(await wireOf(response), `${path}, by ${by}`).toEqual(words);
        else expect(response.status, `${path}, by ${by}`).toBeLessThan(500);
      }
    }
    expect(await belongings(world)).toEqual(before);
  });
}

it('every path and write method has a row, or is refused as unsupported', async () => {
  const writes = addresses().flatMap(({ path, isUnknown }) =>
    ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ call: `${method} ${path}`, method, path, isUnknown })),
  );
  expect(writes.length).toBeGreaterThan(60);
  const known = new Set(ROWS.map(({ route }) => route));
  for (const { call, method, path, isUnknown } of writes.filter(({ call }) => !known.has(call))) {
    const response = await app.ask(method, path.replaceAll(/:\w+/g, '1'));
    expect({ call, status: response.status }).toEqual({ call, status: isUnknown ? 404 : 405 });
  }
  expect([...known].filter((route) => !writes.some(({ call }) => call === route))).toEqual([]);
});

it('after all attacks, the victim’s sign-ins are still valid', async () => {
  const { cloudreve, ulule } = world;
  const renewed = await app.ask('POST', '/session/token/refresh', { json: { refresh_token: cloudreve.refresh } });
  expect((await renewed.json()).code).toBe(0);
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: ulule.refresh });
  expect((await app.ask('POST', '/oauth2/token/', { body })).status).toBe(200);
  expect((await app.ask('GET', '/v1/me', { headers: bearer(ulule.access) })).status).toBe(200);
});
