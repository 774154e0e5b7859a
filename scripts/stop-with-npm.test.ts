import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';

/**
 * Starts a script as npm does. The second line keeps the shell from replacing itself with its command.
 * @param onStart statements that run before the watch
 */
async function startInShell(onStart = '') {
  const script = `import('./scripts/stop-with-npm.mjs').then(({ watchNpm }) => { ${onStart} watchNpm(); console.log(process.pid); setTimeout(() => {}, 60_000); })`;
  const shell = spawn('sh', ['-c', `"$0" -e "$1"\ntrue`, process.execPath, script], {
    env: { ...process.env, npm_lifecycle_event: 'dev' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await once(shell.stdout.setEncoding('utf8'), 'data');
  const pid = Number(printed);
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
  return { shell, pid };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('a script of npm ends with the shell in which npm runs it', async () => {
  const { shell, pid } = await startInShell();
  expect(isRunning(pid)).toBe(true);
  shell.kill('SIGTERM');
  // Both have the pipe.
  await once(shell, 'close');
  expect(shell.signalCode).toBe('SIGTERM');
});

it('receives one signal, however long it takes to stop', async () => {
  // Three times the interval after the first signal.
  const onStart = `
    let count = 0;
    process.on('SIGTERM', () => {
      count += 1;
      if (count === 1) setTimeout(() => { console.log('signals: ' + count); process.exit(); }, 1_500);
    });`;
  const { shell } = await startInShell(onStart);
  let printed = '';
  shell.stdout.on('data', (text) => {
    printed += text;
  });
  shell.kill('SIGKILL');
  await once(shell, 'close');
  expect(printed).toBe('signals: 1\n');
});
