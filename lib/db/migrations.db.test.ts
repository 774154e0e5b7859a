import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmpty } from '@/testing/database';
import type { Database } from './client';
import { migrate } from './migrate';

const folders = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

let database: Database;
beforeAll(async () => {
  database = await openEmpty();
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

describe('the schema engine', () => {
  const refuseEngine = async () => {
    throw new Error('The engine was loaded');
  };

  it('is not loaded if every migration is applied', async () => {
    await migrate(database.adapter);
    expect(await migrate(database.adapter, refuseEngine)).toEqual([]);
  });

  it.each([
    ['is missing', `DELETE FROM _prisma_migrations WHERE migration_name = $1`],
    ['differs from its file', `UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = $1`],
    ['did not finish', `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1`],
    ['was rolled back', `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1`],
    ['is unknown', `INSERT INTO _prisma_migrations (id, migration_name, checksum, finished_at) VALUES ('x', $1 || 'x', 'x', now())`],
  ])('decides if one %s', async (_what, change) => {
    await migrate(database.adapter);
    await database.db.$executeRaw`CREATE TABLE kept AS TABLE _prisma_migrations`;
    try {
      await database.db.$executeRawUnsafe(change, folders.at(-1));
      await expect(migrate(database.adapter, refuseEngine)).rejects.toThrow('The engine was loaded');
    } finally {
      await database.db.$executeRaw`TRUNCATE _prisma_migrations`;
      await database.db.$executeRaw`INSERT INTO _prisma_migrations TABLE kept`;
      await database.db.$executeRaw`DROP TABLE kept`;
    }
  });
});

describe('a process that ends while it migrates', () => {
  const [first = '', second = ''] = folders.filter((name) => name > '20261128174500');

  /** An adapter whose process ends at the script of the second migration: before PostgreSQL has run it, or after. */
  function endingAt(moment: 'before' | 'after', { adapter }: Database): Database['adapter'] {
    const script = readFileSync(join('prisma/migrations', second, 'migration.sql'), 'utf8');
    return {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      connectToShadowDb: () => adapter.connectToShadowDb(),
      async connect() {
        const connection = await adapter.connect();
        const run = connection.executeRaw.bind(connection);
        let hasEnded = false;
        connection.executeRaw = async (query) => {
          const isLast = query.sql.includes(script);
          if (hasEnded || (isLast && moment === 'before')) hasEnded = true;
          else await run(query);
          hasEnded ||= isLast;
          if (hasEnded) throw new Error('The process has ended');
          return 0;
        };
        return connection;
      },
    };
  }

  it.each(['before', 'after'] as const)('%s a migration is committed – the next start completes it', async (moment) => {
    const interrupted = await openEmpty();
    try {
      await expect(migrate(endingAt(moment, interrupted))).rejects.toThrow();
      const applied = await migrate(interrupted.adapter);
      expect(applied).toEqual(folders.filter((name) => (moment === 'before' ? name >= second : name > second)));
      expect(applied).not.toContain(first);
      expect(await migrate(interrupted.adapter)).toEqual([]);
    } finally {
      await interrupted.close();
    }
  });
});
