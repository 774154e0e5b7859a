import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { discard, startServer } from './server/server';

test('npm run doctor examines a running server, and one that is stopped', { tag: ['@main', '@server'] }, async () => {
  const server = await startServer();
  const doctor = async () => {
    const env = { ...process.env, DATA_DIR: server.dataDir, DATABASE_URL: '', BASE_URL: server.baseURL };
    const child = spawn(process.execPath, ['scripts/ts.mjs', 'scripts/doctor.ts'], { env, stdio: 'pipe' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [output, code] = await Promise.all([text(child.stdout), ended]);
    return { code, output };
  };
  let running = await doctor();
  // On a busy machine a check of the server may exceed its three seconds.
  await expect(async () => {
    if (running.code !== 0) running = await doctor();
    expect(running.code).toBe(0);
  }).toPass();
  for (const line of [
    'ok       Running server: The server is ready: database, storage, decoder and disk work.',
    'ok       Large uploads: An upload of 26 MB arrives whole.',
    'ok       Secrets: Secrets are closed to other users of this machine, and long enough.',
    'WARNING  Public address (BASE_URL): BASE_URL is an address of this machine alone: others cannot open it.',
    'Not checked without the database: mail, administrators, registration.',
  ])
    expect(running.output).toContain(line);

  await server.stop();
  const stopped = await doctor();
  expect(stopped.code).toBe(1);
  for (const line of [
    'ok       Database: The database answers and has every migration.',
    'PROBLEM  Administrators: There is no administrator.',
    'PROBLEM  Public address (BASE_URL): BASE_URL is not answered: the connection is refused.',
  ])
    expect(stopped.output).toContain(line);
  await discard(server);
});
