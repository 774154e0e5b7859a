// Load generators in processes of their own.
import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './server.mjs';

const CLI = join(root, 'node_modules/autocannon/autocannon.js');

/**
 * Requests per second. Fails if any response is an error, or has another status than expected.
 *
 * @param {string} url
 * @param {{ seconds: number, connections: number, headers?: Record<string, string>, status?: number }} options
 */
export async function load(url, { seconds, connections, headers = {}, status = 200 }) {
  const sent = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const args = [CLI, '--json', '-c', String(connections), '-d', String(seconds), ...sent, url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'close');
  const { requests, errors, timeouts, statusCodeStats } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const others = Object.keys(statusCodeStats).filter((code) => code !== String(status));
  if (errors + timeouts > 0 || others.length > 0) {
    throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, statuses ${Object.keys(statusCodeStats).join(', ')}`);
  }
  return requests.average;
}

/**
 * The same by wrk, for servers that answer faster than autocannon asks: a request costs it about a tenth of the CPU.
 *
 * @param {string} url
 * @param {{ seconds: number, connections: number }} options
 */
export async function loadWithWrk(url, { seconds, connections }) {
  const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url]).catch((error) => {
    throw error.code === 'ENOENT' ? new Error('Expected wrk on the PATH. Debian has it as a package of that name.') : error;
  });
  const rate = /^Requests\/sec: +([\d.]+)$/m.exec(stdout)?.[1];
  if (rate === undefined || /^ *(Socket errors|Non-2xx or 3xx responses):/m.test(stdout)) throw new Error(`${url}: ${stdout}`);
  return Number(rate);
}

/**
 * Requests each path once and returns requests per second. Fails as {@link load} does.
 *
 * @param {string} base
 * @param {readonly string[]} paths those that the connections cannot share evenly are left out
 * @param {{ connections: number, status?: number }} options
 */
export async function loadEach(base, paths, { connections, status = 200 }) {
  const child = fork(join(root, 'bench/paths-loader.mjs'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send([base, connections, status, paths]);
  const failed = once(child, 'exit').then(([code]) => [{ failure: `the load generator ended with the code ${code}` }]);
  const [{ rate, failure }] = await Promise.race([once(child, 'message'), failed]);
  if (failure) throw new Error(`${base}${paths[0]} and others: ${failure}`);
  return rate;
}
