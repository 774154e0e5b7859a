import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { databaseCheck, unopenedDatabaseCheck } from './database';

const found = (missing: string[], unknown: string[]) => verdictOf(databaseCheck({ migrations: async () => ({ missing, unknown }) }));

it('a database with every migration is fine', async () => {
  expect(await found([], [])).toMatchObject({ level: 'ok', detail: 'The database answers and has every migration.' });
});

it('a database that does not answer is a problem, told without its address', async () => {
  const migrations = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.5:5432'));
  expect(await verdictOf(databaseCheck({ migrations }))).toEqual({
    level: 'problem',
    detail: 'The database does not answer.',
    advice: 'Start its server, and check DATABASE_URL and the network between. This server recovers without a restart.',
  });
});

it('a missing migration is a problem, and one of a newer release a warning', async () => {
  expect(await found(['20261128_sessions'], ['20270101_later'])).toEqual({
    level: 'problem',
    detail: 'The database lacks migrations: 20261128_sessions.',
    advice: 'Restart the server, which applies them, or run npm run db:migrate.',
  });
  expect(await found([], ['20270101_later'])).toEqual({
    level: 'warning',
    detail: 'The database has migrations that this release does not know: 20270101_later.',
    advice: 'A newer release has used it. Update this server, or restore the backup from before.',
  });
});

it('the command line tells why it did not open the database', async () => {
  const levels = [];
  for (const reason of ['missing', 'unanswered', 'broken', 'other-user'] as const)
    levels.push(`${(await verdictOf(unopenedDatabaseCheck(reason))).level} ${(await verdictOf(unopenedDatabaseCheck(reason))).detail}`);
  expect(levels).toEqual([
    'warning There is no database yet.',
    'problem The database does not answer.',
    'problem The embedded database cannot be opened.',
    'warning Not checked: the data folder belongs to another user.',
  ]);
});
