import { test } from '@playwright/test';
import { backUpAndRestore } from '../server/backup';
import { freshDatabase } from '../server/server';

test('a backup of a database server is restored into another one', async () => {
  await backUpAndRestore([{ DATABASE_URL: await freshDatabase() }, { DATABASE_URL: await freshDatabase() }]);
});

test('an installation moves from the embedded database to a server by backup and restore', async () => {
  await backUpAndRestore([{ DATABASE_URL: '' }, { DATABASE_URL: await freshDatabase() }]);
});
