// npm run db:migrate: brings the database that the settings name up to date, without starting the server (which does the same).
import { openDatabase } from '@/lib/db/open';
import { readEnv } from '@/lib/env';
import { SCRIPT } from './open-for-script';

const env = readEnv();
try {
  const database = await openDatabase({ ...env, ...SCRIPT });
  await database.close();
  console.log(`The database is up to date: ${env.databaseUrl ? 'the server of DATABASE_URL' : env.dataDir}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
