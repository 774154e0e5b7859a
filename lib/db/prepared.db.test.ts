import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openMemory } from '@/testing/database';
import { PGBOUNCER, startPgBouncer } from '@/testing/pgbouncer';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { connectToServer } from './client';
import { createRead } from './prepared';

const SQL = 'SELECT "hash" FROM unnest($1::text[]) AS "asked"("hash")';
const PREPARED = 'SELECT "statement", "generic_plans" + "custom_plans" FROM "pg_prepared_statements"';

it('a query of every request is planned once for a connection, and others leave nothing behind', async () => {
  const { read, close } = await openMemory();
  for (const value of ['a', 'b', 'c']) expect(await read(SQL, [[value, 'x']], true)).toEqual([[value], ['x']]);
  expect(await read(`${SQL} LIMIT 1`, [['a', 'b']])).toEqual([['a']]);
  const prepared = await read(PREPARED, []);
  expect(prepared.map(([statement, plans]) => [statement, Number(plans)])).toEqual([[SQL, 3]]);
  await close();
});

it.each([
  ['26000', [true, false, false]],
  ['42P05', [true, false, false]],
  // Once more, in case it was for other types.
  ['0A000', [true, true, false, false]],
])('after %s each time the query is answered all the same, and no statement is prepared again', async (code, named) => {
  const query = vi.fn(async ({ name }: { name?: string | undefined }) => {
    if (name) throw Object.assign(new Error('prepared statement does not exist'), { code });
    return { rows: [['a']] };
  });
  const read = createRead(query);
  for (const _ of [1, 2]) expect(await read(SQL, [['a']], true)).toEqual([['a']]);
  expect(query.mock.calls.map(([{ name }]) => name !== undefined)).toEqual(named);
});

const KEYS = 'SELECT "key" FROM "keys" WHERE "id" = ANY($1::int[])';

it('after a column has got another type, the query is answered, and prepared once more', async () => {
  const { db, read, close } = await openMemory();
  await db.$executeRaw`CREATE TABLE "keys" AS SELECT 1 AS "id", 2 AS "key"`;
  expect(await read(KEYS, [['1']], true)).toEqual([[2]]);
  await db.$executeRaw`ALTER TABLE "keys" ALTER COLUMN "key" TYPE text`;
  for (const _ of [1, 2]) expect(await read(KEYS, [['1']], true)).toEqual([['2']]);
  const plans = (await read(PREPARED, [])).filter(([statement]) => String(statement).startsWith(KEYS));
  expect(plans.map(([, count]) => Number(count)).sort()).toEqual([1, 2]);
  await close();
});

it('queries that meet another type at the same time agree on one new statement', async () => {
  const used: string[] = [];
  const texts = new Set<string>();
  const read = createRead(async ({ name = '', text }) => {
    used.push(name);
    texts.add(text);
    await new Promise(setImmediate);
    if (name === used[0]) throw Object.assign(new Error('cached plan must not change result type'), { code: '0A000' });
    return { rows: [['a']] };
  });
  expect(await Promise.all([1, 2, 3].map(() => read(SQL, [['a']], true)))).toEqual([[['a']], [['a']], [['a']]]);
  expect(used).toHaveLength(6);
  expect(new Set(used).size).toBe(2);
  // PgBouncer knows statements by their text.
  expect(texts.size).toBe(2);
});

it('any other failure is not asked again', async () => {
  const query = vi.fn(async () => {
    throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
  });
  const read = createRead(query);
  for (const _ of [1, 2]) await expect(read(SQL, [['a']], true)).rejects.toThrow('timeout');
  expect(query).toHaveBeenCalledTimes(2);
});

describe.runIf(POSTGRES_BIN && PGBOUNCER)('behind PgBouncer', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.discard());

  it.each([
    ['transaction', 2],
    // Each connection of a process is one of the server, of which PgBouncer opens as many as one process has.
    ['session', 1],
  ] as const)('in %s mode, many look-ups at once of %i processes are all answered', async (mode, count) => {
    const url = await startPgBouncer(cluster.url, mode);
    const processes = Array.from({ length: count }, () => connectToServer(url));
    const asked = Array.from({ length: 200 }, (_, index) => `key ${index}`);
    const answers = await Promise.all(asked.map((key, index) => processes[index % count]?.read(SQL, [[key]], true)));
    expect(answers).toEqual(asked.map((key) => [[key]]));
    await Promise.all(processes.map(({ close }) => close()));
  });
});
