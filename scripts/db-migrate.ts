// npm run db:migrate: migrates the configured database without starting the server, which migrates too.
import { openDatabase } from '@/lib/db/open';
import { readEnv } from '@/lib/env';
import { SCRIPT_OPTIONS } from './script-options';

const env = readEnv();
try {
  const database = await openDatabase({ ...env, ...SCRIPT_OPTIONS });
  await database.close();
  console.log(`The database is up to date: ${env.databaseUrl ? 'the server of DATABASE_URL' : env.dataDir}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
