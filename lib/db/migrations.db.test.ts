import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openEmbeddedDatabase } from './client';
import { migrate } from './migrate';

const folders = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

let database: Database;
beforeAll(async () => {
  database = await openEmbeddedDatabase(undefined, (message) => {
    throw new Error(message);
  });
});
afterAll(() => database.close());

it('the newest migration matches prisma/schema.prisma: when this fails, run npm run db:diff -- <name>', () => {
  const newest = folders.at(-1) ?? '';
  expect(readFileSync(join('prisma/migrations', newest, 'schema.prisma'), 'utf8')).toBe(readFileSync('prisma/schema.prisma', 'utf8'));
});

it('all migrations apply to a fresh database, in order and only once', async () => {
  expect(await migrate(database.adapter)).toEqual(folders);
  expect(await migrate(database.adapter)).toEqual([]);
  const rows = await database.db.$queryRaw<{ migration_name: string }[]>`SELECT migration_name FROM _prisma_migrations ORDER BY started_at`;
  expect(rows.map((row) => row.migration_name)).toEqual(folders);
});
