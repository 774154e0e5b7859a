import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { lockDataFolder } from './lock';

/** Starts another process that holds the lock once this resolves, and releases it at the end of its input. */
async function holder(folder: string): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'testing/hold-lock.ts', folder]);
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.pipe(process.stderr);
  const [message] = await once(child.stdout, 'data');
  expect(String(message)).toBe('held\n');
  return child;
}

const silent = () => {};

it('a data folder that another process keeps is refused, with that process and a remedy', async () => {
  const folder = await temporaryFolder();
  const child = await holder(folder);
  const announced: string[] = [];
  await expect(lockDataFolder(folder, (message) => announced.push(message))).rejects.toMatchObject({
    name: 'DataFolderInUseError',
    message:
      `The data folder ${folder} is in use by another Likeness (process ${child.pid} on ${hostname()}). ` +
      'Stop that one first, or give this one a folder of its own with DATA_DIR.',
  });
  await expect(lockDataFolder(folder, (message) => announced.push(message), 0)).rejects.toThrow('in use');
  expect(announced).toEqual([]);
});

it('a process that is stopping is waited for', async () => {
  const folder = await temporaryFolder();
  const child = await holder(folder);
  const announced: string[] = [];
  const locking = lockDataFolder(folder, (message) => announced.push(message));
  child.stdin.end();
  await (await locking)();
  expect(announced).toEqual([]);
});

it.skipIf(process.platform !== 'linux')('a killed process does not hold the lock while its parent ignores its end', async () => {
  const folder = await temporaryFolder();
  // `exec` puts a program in the place of the shell that never asks for the end of its children.
  const parent = spawn('sh', [
    '-c',
    '"$@" & echo $!; exec sleep 60',
    'sh',
    process.execPath,
    '--import',
    'tsx',
    'testing/hold-lock.ts',
    folder,
  ]);
  onTestFinished(() => void parent.kill('SIGKILL'));
  let printed = '';
  for await (const text of parent.stdout.setEncoding('utf8')) {
    printed += text;
    if (printed.includes('held')) break;
  }
  const pid = Number.parseInt(printed, 10);
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(async () => expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '));
  await (await lockDataFolder(folder, silent))();
});

it('a released data folder can be taken at once', async () => {
  const folder = await temporaryFolder();
  const child = await holder(folder);
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
  const announced: string[] = [];
  const release = await lockDataFolder(folder, (message) => announced.push(message));
  await release();
  await (await lockDataFolder(folder, (message) => announced.push(message)))();
  expect(announced).toEqual([]);
});

it('the lock of a killed process is announced, and taken over once it is stale', async () => {
  const folder = await temporaryFolder();
  const child = await holder(folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const announced: string[] = [];
  const release = await lockDataFolder(folder, (message) => announced.push(message));
  expect(announced).toEqual(['Waiting up to 10 s for the lock of a process that did not end cleanly.']);
  await release();
});

it('a missing data folder is created for its owner alone', async () => {
  const folder = join(await temporaryFolder(), 'deep', 'data');
  const release = await lockDataFolder(folder, silent);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await release();
});
