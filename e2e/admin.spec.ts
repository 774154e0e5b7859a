import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { discard, startServer } from './server/server';

const PASSWORD = 'correct horse battery';

test('npm run admin creates, lists, promotes and demotes while the server is stopped, and says so while it runs', async () => {
  const server = await startServer();
  const admin = async (args: string[], input = '') => {
    const env = { ...process.env, DATA_DIR: server.dataDir, DATABASE_URL: '' };
    const child = spawn(process.execPath, ['scripts/ts.mjs', 'scripts/admin.ts', ...args], { env, stdio: 'pipe' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.stdin.end(input);
    const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, output, errors };
  };
  const ada = ['create', '--email', 'Ada@example.org', '--name', 'Ada Lovelace', '--role', 'admin', '--password-stdin'];
  expect(await admin(ada, `${PASSWORD}\n`)).toMatchObject({ code: 1, output: '', errors: expect.stringContaining('Stop the server') });
  await server.stop();

  expect(await admin(ada, `${PASSWORD}\n`)).toMatchObject({ code: 0, output: '1\tadmin\tada@example.org\tAda Lovelace\n' });
  expect(await admin(ada, `${PASSWORD}\n`)).toMatchObject({ code: 1, errors: expect.stringContaining('already exists') });
  expect(await admin(ada, 'short\n')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('password: Expected at least 8 characters.'),
  });
  const eve = await admin(['create', '--email', 'eve@example.org', '--name', 'Eve']);
  expect(eve.output).toMatch(/^3\tmember\teve@example\.org\tEve\nPassword: [\w-]{20}\n$/);
  expect(await admin(['demote', 'ada@example.org'])).toMatchObject({ code: 1, errors: expect.stringContaining('last administrator') });
  expect((await admin(['promote', 'EVE@example.org'])).output).toBe('3\tadmin\teve@example.org\tEve\n');
  expect((await admin(['demote', '1'])).output).toBe('1\tmember\tada@example.org\tAda Lovelace\n');
  expect((await admin(['list', '--role', 'admin'])).output).toBe('3\tadmin\teve@example.org\tEve\n');
  expect(await admin(['promote', 'li@example.org'])).toMatchObject({ code: 1, errors: expect.stringContaining('got li@example.org') });

  const again = await startServer({ DATA_DIR: server.dataDir });
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
