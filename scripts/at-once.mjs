import { spawn } from 'node:child_process';
import { childEnv, root } from './prepare.mjs';

/**
 * Runs scripts with this Node at the same time, each to its end: most of them leave cores idle for a part of their time. The output of
 * the first one shows as it comes, that of the others when the first has ended.
 *
 * @param {readonly { args: readonly string[], env?: Record<string, string> }[]} scripts
 * @returns {Promise<number>} 0, or the exit status of the first one in the list that failed
 */
export async function runAtOnce(scripts) {
  const ended = scripts.map(({ args, env }, index) => runOne(args, env, index === 0));
  let failure = 0;
  for (const one of ended) {
    const { status, output } = await one;
    process.stdout.write(output);
    failure ||= status;
  }
  return failure;
}

/** @returns {Promise<{ status: number, output: string }>} */
function runOne(args, env, isShown) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: childEnv(env),
    stdio: ['ignore', ...(isShown ? ['inherit', 'inherit'] : ['pipe', 'pipe'])],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ status: 1, output: `${message}\n` }));
    // A process that a signal ends has no status.
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });
}
