import { mkdir, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listenLocally } from '@/lib/sockets/local-socket';
import { createTestApp } from '@/testing/app';
import { temporaryFolder } from '@/testing/folder';
import { commandServices, fakeTerminal } from '@/testing/in-process/commands';
import { runInServer, serveCommands } from './socket';

async function serving() {
  const [app, folder] = [await createTestApp(), await temporaryFolder()];
  const reported: unknown[] = [];
  // A socket that a killed process has left is a file as well.
  await writeFile(join(folder, 'admin.sock'), '');
  const stop = await serveCommands(folder, commandServices(app), (error) => reported.push(error));
  onTestFinished(stop);
  return { app, folder, stop, reported, path: join(folder, 'admin.sock') };
}

it('a command runs in the process that serves the folder, with the terminal of the client', async () => {
  const { app, folder, reported, path } = await serving();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const { terminal, outcome } = fakeTerminal({ password: 'correct horse battery' });
  expect(await runInServer(folder, ['create', '--email', 'bob@example.org', '--name', 'Bob ✓'], { terminal, cwd: '/' })).toBe(0);
  const bob = await app.records.personByEmail('bob@example.org', 'any');
  expect(outcome).toEqual({ out: `${bob?.id}\tmember\tbob@example.org\tBob ✓\n`, err: '' });
  expect(reported).toEqual([]);
});

it('questions and files pass through the socket, and so do failures of the terminal', async () => {
  const { app, folder } = await serving();
  const { id, email } = await app.open();
  const saved = fakeTerminal();
  expect(await runInServer(folder, ['export', String(id), '--output', 'ada.zip'], { ...saved, cwd: '/' })).toBe(0);
  expect(saved.outcome.file).toMatchObject({ path: 'ada.zip', isComplete: true });
  expect(saved.outcome.file?.bytes.includes(email)).toBe(true);
  const refused = fakeTerminal();
  expect(await runInServer(folder, ['export', String(id), '--output', 'existing.zip'], { ...refused, cwd: '/' })).toBe(1);
  expect(refused.outcome).toEqual({ out: '', err: 'Expected a path for a new file, got existing.zip: it exists.\n' });
  const asked = fakeTerminal({ answer: email });
  expect(await runInServer(folder, ['erase', email], { ...asked, cwd: '/' })).toBe(0);
  expect(asked.outcome.err).toContain(`Type its address ${email} to confirm: `);
  expect(await app.records.personById(id)).toBeNull();
});

it('arguments that the server does not know are answered as in a terminal', async () => {
  const { folder, reported } = await serving();
  const { terminal, outcome } = fakeTerminal();
  expect(await runInServer(folder, ['fly'], { terminal, cwd: '/' })).toBe(1);
  expect(outcome).toMatchObject({ out: '', err: expect.stringContaining("error: unknown command 'fly'") });
  expect(reported).toEqual([]);
});

it('a client that sends no command, or leaves while it is asked, changes nothing', async () => {
  const { app, folder, path, reported } = await serving();
  const { id, email } = await app.open();
  const socket = connect(path);
  socket.write(`${JSON.stringify({ argv: ['erase', email], cwd: '/' })}\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  const left = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await left;
  const odd = connect(path);
  odd.write('hello\n');
  await new Promise((resolve) => odd.once('close', resolve));
  expect(reported).toEqual([expect.any(SyntaxError)]);
  expect(await runInServer(folder, ['list'], { ...fakeTerminal(), cwd: '/' })).toBe(0);
  expect(await app.records.personById(id)).toMatchObject({ email });
});

it('a folder without a server has none to run a command', async () => {
  const { folder, stop, path } = await serving();
  await stop();
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await runInServer(folder, ['list'], { ...fakeTerminal(), cwd: '/' })).toBeNull();
  await writeFile(path, '');
  expect(await runInServer(folder, ['list'], { ...fakeTerminal(), cwd: '/' })).toBeNull();
});

it('the server writes to no file but the one in the arguments: the client may be another user with more rights', async () => {
  const path = join(await temporaryFolder(), 'admin.sock');
  const answers: string[] = [];
  const calls = ['/etc/cron.d/likeness', 'ada.zip'].map((file) => ({ call: 'createFile', args: [file] }));
  const stop = await listenLocally(
    path,
    (socket) =>
      socket.on('data', (data) => {
        answers.push(String(data).trim());
        socket.write(`${JSON.stringify(calls.shift() ?? { exit: 0 })}\n`);
      }),
    () => {},
  );
  onTestFinished(stop);
  for (const output of [['--output', 'ada.zip'], ['--output=ada.zip']]) {
    const { terminal, outcome } = fakeTerminal();
    expect(await runInServer(join(path, '..'), ['export', '1', ...output], { terminal, cwd: '/' })).toBe(0);
    expect(outcome.file?.path).toBe('ada.zip');
    expect(answers.slice(1)).toEqual([
      '{"error":"The server asked for the file /etc/cron.d/likeness, which the command does not name."}',
      '{"value":null}',
    ]);
    answers.length = 0;
    calls.push({ call: 'createFile', args: ['/etc/cron.d/likeness'] }, { call: 'createFile', args: ['ada.zip'] });
  }
});

it('the end of the server waits for what a command is doing', async () => {
  const { app, folder, stop } = await serving();
  const { email } = await app.open();
  let [finish, isErased] = [() => {}, false];
  const erasing = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let hasBegun = () => {};
  const begun = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });
  const services = commandServices(app);
  const other = await temporaryFolder();
  const stopOther = await serveCommands(
    other,
    {
      ...services,
      erasures: {
        ...services.erasures,
        async now(id) {
          hasBegun();
          await erasing;
          isErased = true;
          return services.erasures.now(id);
        },
      },
    },
    () => {},
  );
  const command = runInServer(other, ['erase', email, '--yes'], { ...fakeTerminal(), cwd: '/' });
  const failed = expect(command).rejects.toThrow('The server has stopped before the command ended');
  await begun;
  let hasStopped = false;
  const stopped = stopOther().then(() => {
    hasStopped = true;
  });
  await failed;
  expect(hasStopped).toBe(false);
  finish();
  await stopped;
  expect(isErased).toBe(true);
  expect(await app.records.personByEmail(email, 'any')).toBeNull();
  expect(await runInServer(folder, ['list'], { ...fakeTerminal(), cwd: '/' })).toBe(0);
  await stop();
});

it('a server starts without the socket if something that cannot be removed is in its place', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'admin.sock'));
  const reported: unknown[] = [];
  const stop = await serveCommands(folder, commandServices(await createTestApp()), (error) => reported.push(error));
  await stop();
  expect(reported).toMatchObject([{ code: 'ERR_FS_EISDIR' }, { code: 'EADDRINUSE' }]);
});
