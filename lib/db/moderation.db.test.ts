import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMemory } from '@/testing/database';
import type { Database } from './client';
import { databaseRecords } from './records';

const FILES = 20_000;

let database: Database;
beforeAll(async () => {
  database = await openMemory();
  await database.db.$executeRaw`
    INSERT INTO "BlockedFile" ("sha256", "reason") SELECT encode(sha256(n::text::bytea), 'hex'), 'A reason' FROM generate_series(1, ${FILES}) AS n`;
  await database.db.$executeRaw`ANALYZE "BlockedFile"`;
});
afterAll(() => database.close());

/** How often PostgreSQL has read the table as a whole, and by an index. */
async function scans() {
  await database.db.$executeRaw`SELECT pg_stat_force_next_flush()`;
  const [row] = await database.db.$queryRaw<{ whole: bigint; indexed: bigint }[]>`
    SELECT seq_scan AS whole, idx_scan AS indexed FROM pg_stat_user_tables WHERE relname = 'BlockedFile'`;
  return { whole: Number(row?.whole), indexed: Number(row?.indexed) };
}

it('whether a file is blocked is one look-up in an index, however many are', async () => {
  const { isFileBlocked } = databaseRecords(database);
  const before = await scans();
  expect(await isFileBlocked(1, 'a'.repeat(64))).toBe(false);
  // That of the number 7.
  expect(await isFileBlocked(1, '7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451')).toBe(true);
  const after = await scans();
  expect([after.whole - before.whole, after.indexed - before.indexed]).toEqual([0, 2]);
});
