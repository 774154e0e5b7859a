import { expect, it } from 'vitest';
import { fakeWeb, verdictOf } from '@/testing/in-process/web';
import { runningServerCheck } from './running-server';

const OK = { database: 'ok', storage: 'ok', decoder: 'ok', disk: 'ok' };
const found = (status: number, checks: object) =>
  verdictOf(runningServerCheck(fakeWeb(() => ({ status, text: JSON.stringify({ status: 'x', checks }) }))));

it('a server that is ready is fine', async () => {
  expect(await found(200, OK)).toMatchObject({ level: 'ok', detail: 'The server is ready: database, storage, decoder and disk work.' });
});

it.each([
  ['database', 'Check the database server and DATABASE_URL.'],
  ['storage', 'Check the credentials of the store, and the disk of the pictures.'],
  ['decoder', 'Run npm ci again: the library that decodes pictures does not work.'],
  ['disk', 'Free space on the disk of DATA_DIR.'],
])('a server whose %s fails is a problem', async (name, advice) => {
  for (const result of ['failed', 'timeout'])
    expect(await found(503, { ...OK, [name]: result })).toEqual({ level: 'problem', detail: `The server is not ready: ${name}.`, advice });
});

it('another server, or none, is left to the finding about BASE_URL', async () => {
  const advice = 'Solve the finding about BASE_URL first, then check again.';
  for (const text of ['<html>', 'null', '{"checks":{"evil":"failed"}}'])
    expect(await verdictOf(runningServerCheck(fakeWeb(() => ({ status: 503, text }))))).toEqual({
      level: 'warning',
      detail: 'This was not checked. /api/health/ready is answered with status 503.',
      advice,
    });
  expect(await verdictOf(runningServerCheck(fakeWeb(() => 'refused')))).toEqual({
    level: 'warning',
    detail: 'This was not checked. BASE_URL is not answered: the connection is refused.',
    advice,
  });
});
