import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runAdmin } from './client/admin';
import { openAccount, signInCookie } from './client/people';
import { discard, startServer } from './server/server';

const PASSWORD = 'correct horse battery';

test('npm run admin creates, lists, promotes and demotes while the server is stopped', async () => {
  const server = await startServer({ DATABASE_URL: '' });
  await server.stop();
  const admin = (args: string[], input = '') => runAdmin({ DATA_DIR: server.dataDir, DATABASE_URL: '' }, args, input);
  const ada = ['create', '--email', 'Ada@example.org', '--name', 'Ada Lovelace', '--role', 'admin', '--password-stdin'];
  expect(await admin(ada, `${PASSWORD}\n`)).toMatchObject({ code: 0, output: '1\tadmin\tada@example.org\tAda Lovelace\n' });
  expect(await admin(ada, `${PASSWORD}\n`)).toMatchObject({ code: 1, errors: expect.stringContaining('already exists') });
  const eve = await admin(['create', '--email', 'eve@example.org', '--name', 'Eve']);
  expect(eve.output).toMatch(/^3\tmember\teve@example\.org\tEve\nPassword: [\w-]{20}\n$/);
  expect(await admin(['demote', 'ada@example.org'])).toMatchObject({ code: 1, errors: expect.stringContaining('last administrator') });
  expect((await admin(['promote', 'EVE@example.org'])).output).toBe('3\tadmin\teve@example.org\tEve\n');
  expect((await admin(['demote', '1'])).output).toBe('1\tmember\tada@example.org\tAda Lovelace\n');
  expect((await admin(['list', '--role', 'admin'])).output).toBe('3\tadmin\teve@example.org\tEve\n');
  const zip = join(server.dataDir, 'eve.zip');
  expect(await admin(['export', 'eve@example.org', '--output', zip])).toMatchObject({ code: 0, errors: '' });
  expect((await stat(zip)).mode & 0o777).toBe(0o600);
  expect(await admin(['sweep'])).toMatchObject({
    code: 0,
    output: expect.stringContaining('Deleted 0 renditions and 0 originals'),
    errors: '',
  });

  const again = await startServer({ DATA_DIR: server.dataDir, DATABASE_URL: '' });
  expect(again.output()).not.toContain('/setup');
  const password = /Password: (.*)/.exec(eve.output)?.[1] ?? '';
  for (const [email, secret] of [
    ['ada@example.org', PASSWORD],
    ['eve@example.org', password],
  ]) {
    const headers = { Authorization: `Basic ${Buffer.from(`${email}:${secret}`).toString('base64')}` };
    expect((await fetch(`${again.baseURL}/api/keys`, { method: 'POST', body: '{}', headers })).status).toBe(201);
  }
  await discard(again);
});

test('npm run admin does the same in the running server, whose answers follow at once', async () => {
  const server = await startServer({ DATABASE_URL: '' });
  const admin = (args: string[], input = '') => runAdmin({ DATA_DIR: server.dataDir, DATABASE_URL: '' }, args, input);
  expect((await stat(join(server.dataDir, 'admin.sock'))).mode & 0o777).toBe(0o600);
  const boss = ['create', '--email', 'boss@example.org', '--name', 'Boss', '--role', 'admin', '--password-stdin'];
  expect(await admin(boss, `${PASSWORD}\n`)).toMatchObject({ code: 0, output: '1\tadmin\tboss@example.org\tBoss\n', errors: '' });
  const ada = await openAccount(server.baseURL);
  const Cookie = await signInCookie(server.baseURL, ada);
  const statusOf = async () => (await fetch(`${server.baseURL}/api/me`, { headers: { Cookie } })).status;
  expect(await statusOf()).toBe(200);
  expect((await admin(['disable', ada.email])).code).toBe(0);
  expect(await statusOf()).toBe(401);
  expect((await admin(['enable', ada.email])).code).toBe(0);

  const zip = join(server.dataDir, 'ada.zip');
  expect(await admin(['export', ada.email, '--output', zip])).toMatchObject({ code: 0, errors: '' });
  expect(await admin(['erase', ada.email], 'no\n')).toMatchObject({ code: 1, output: '', errors: expect.stringContaining('got no.') });
  const erased = await admin(['erase', ada.email], `${ada.email}\n`);
  expect(erased.output).toMatch(
    new RegExp(`^Deleted account ${ada.id}: 0 versions of the picture, 1 API keys, 0 sessions, \\d stored objects\\.\n$`),
  );
  expect((await fetch(`${server.baseURL}/u/${ada.id}/avatar`)).status).toBe(404);

  const invite = (await admin(['invite'])).output.trim();
  expect(invite).toMatch(new RegExp(`^${server.baseURL}/sign-up\\?invite=[\\w-]{32}$`));
  const headers = { Authorization: `Basic ${Buffer.from(`boss@example.org:${PASSWORD}`).toString('base64')}` };
  const { entries } = await (await fetch(`${server.baseURL}/api/audit?limit=4`, { headers })).json();
  expect(entries.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`)).toEqual([
    'command invite-created',
    'command account-deleted',
    'command data-exported',
    'command account-enabled',
  ]);
  await server.stop();
  await expect(stat(join(server.dataDir, 'admin.sock'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await admin(['list'])).toMatchObject({ code: 0, output: '1\tadmin\tboss@example.org\tBoss\n' });
  await discard(server);
});
