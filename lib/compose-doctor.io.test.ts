import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createTestApp } from '@/testing/app';
import { temporaryFolder } from '@/testing/folder';
import { composeDoctor } from './compose-doctor';
import { parseEnv } from './env';
import { createNodeAdapter } from './http/node-adapter';
import { router } from './routes';

const SECRET = 'kM3vX9qLr7TzP1wYbN5sHd8fJc2gUe6A';
const SENDER = { address: '192.0.2.1', forwardedFor: ['198.51.100.7'] };

/** A server on a port of this machine, whose parts are those of a test app, and its doctor. */
async function open(settings: Record<string, string> = {}) {
  const app = await createTestApp({ maxUploadBytes: 300_000 });
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const dataDir = `${await temporaryFolder()}/private-name`;
  await mkdir(dataDir, { mode: 0o700 });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = parseEnv({ BASE_URL: baseUrl, DATA_DIR: dataDir, MAX_UPLOAD_BYTES: '300000', SECRET, ...settings });
  const reported: unknown[] = [];
  const doctor = composeDoctor({
    env,
    secret: SECRET,
    records: app.records,
    policies: app.records,
    storage: app.storage,
    inspect: async () => ({ now: new Date(), missing: [], unknown: [] }),
    report: (error) => reported.push(error),
  });
  onTestFinished(() => doctor.close());
  const parts = app.parts();
  const ours = { ...parts, services: { ...parts.services, doctor, baseUrl } };
  const adapter = createNodeAdapter(router, { baseUrl, parts: ours });
  server.on('request', async (request, response) => {
    if (adapter(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    const answer = await router.handle(
      new Request(baseUrl + request.url, { method: request.method, headers, body: Buffer.concat(chunks) }),
      ours,
    );
    response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? [])).end(await answer?.text());
  });
  const examine = async () => (await doctor.examine(SENDER)).map(({ id, level }) => `${id} ${level}`);
  return { app, server, dataDir, baseUrl, doctor, examine, reported };
}

it('an installation on this machine has warnings of its settings, and everything else is fine', async () => {
  const { examine, reported } = await open();
  expect(await examine()).toEqual([
    'database ok',
    'data-folder ok',
    'disk ok',
    'storage ok',
    'administrator ok',
    'mail warning',
    'verification warning',
    'base-url warning',
    'upload ok',
    'caching ok',
    'clock ok',
    'secrets ok',
    'public ok',
    'trust-proxy warning',
  ]);
  expect(reported).toEqual([]);
});

it('with mail, a trusted proxy and the store of a platform, fewer warnings remain', async () => {
  const { examine } = await open({ SMTP_URL: 'smtp://mail.internal:587', TRUST_PROXY: '0.0.0.0/1, 128.0.0.0/1' });
  const found = await examine();
  expect(found.filter((line) => /^(?:mail|verification|trust-proxy) /.test(line))).toEqual([
    'mail ok',
    'verification ok',
    'trust-proxy problem',
  ]);
});

it('a store that fails, and a server that BASE_URL does not reach, are problems, and the rest is still told', async () => {
  const { app, server, examine } = await open();
  app.storage.fails = () => true;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect((await examine()).filter((line) => !line.endsWith(' ok'))).toEqual([
    'storage problem',
    'mail warning',
    'verification warning',
    'base-url problem',
    'upload warning',
    'caching warning',
    'trust-proxy warning',
  ]);
});

it('findings contain no secret, no folder, no e-mail address and no address but that of the administrator', async () => {
  const { app, dataDir, baseUrl, doctor } = await open({ SMTP_URL: 'smtp://user:hunter2@mail.internal:587' });
  app.storage.fails = () => true;
  await app.records.queueMessage({
    id: '0'.repeat(32),
    to: 'ada@example.org',
    subject: 'Reset',
    text: 'link',
    html: 'link',
    createdAt: new Date(0),
    expiresAt: new Date(1),
  });
  await app.records.endAttempt('0'.repeat(32), 0, { error: '550 <ada@example.org> unknown', nextAttemptAt: null });
  const text = JSON.stringify(await doctor.examine(SENDER));
  expect(text).toContain('550 <[e-mail]> unknown');
  for (const secret of [
    SECRET,
    'hunter2',
    'mail.internal',
    'ada@example.org',
    app.admin().email,
    dataDir,
    'private-name',
    baseUrl,
    '198.51.100.7',
  ])
    expect(text).not.toContain(secret);
});
