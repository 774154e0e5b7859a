import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmpty } from '@/testing/database';
import type { Database } from './client';
import { inspectDatabase } from './inspect';
import { migrate, migrationNames } from './migrate';

let database: Database;
beforeAll(async () => {
  database = await openEmpty();
});
afterAll(() => database.close());

it('a database lacks every migration, those that failed included, until they are applied', async () => {
  const names = await migrationNames();
  const newest = names.at(-1) ?? '';
  const before = Date.now();
  const { now, ...fresh } = await inspectDatabase(database.read);
  expect(fresh).toEqual({ missing: names, unknown: [] });
  // The embedded database has the clock of this machine.
  expect(now.getTime()).toBeGreaterThanOrEqual(before);
  expect(now.getTime()).toBeLessThanOrEqual(Date.now());

  await migrate(database.adapter);
  expect(await inspectDatabase(database.read)).toMatchObject({ missing: [], unknown: [] });

  await database.db.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${newest}`;
  expect(await inspectDatabase(database.read)).toMatchObject({ missing: [newest], unknown: [] });

  await database.db
    .$executeRaw`UPDATE _prisma_migrations SET finished_at = now(), migration_name = '29990101000000_later' WHERE migration_name = ${newest}`;
  expect(await inspectDatabase(database.read)).toMatchObject({ missing: [newest], unknown: ['29990101000000_later'] });
});
