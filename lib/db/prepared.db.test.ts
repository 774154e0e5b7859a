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

it.each(['26000', '42P05', '0A000'])('after %s the query is answered all the same, and no statement is prepared again', async (code) => {
  const query = vi.fn(async ({ name }: { name?: string | undefined }) => {
    if (name) throw Object.assign(new Error('prepared statement does not exist'), { code });
    return { rows: [['a']] };
  });
  const read = createRead(query);
  for (const _ of [1, 2]) expect(await read(SQL, [['a']], true)).toEqual([['a']]);
  expect(query.mock.calls.map(([{ name }]) => name !== undefined)).toEqual([true, false, false]);
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
