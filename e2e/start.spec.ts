import { expect, test } from '@playwright/test';
import { discard, startServer, temporaryFolder } from './server/server';

/** Makes Node print the path of every module that it loads. */
const TRACE = { NODE_DEBUG: 'module,esm' };

/** Packages that only some installations, or some requests, need. They are large. */
const NOT_YET = ['@next/swc', 'app-page-turbo.runtime', '/undici/', '@resvg/', '@dicebear/', 'libheif-js', 'exifreader', '@zxcvbn-ts/'];

const SCHEMA_ENGINE = '@prisma/schema-engine-wasm/';
const CLIENT = '@prisma/adapter-pg/';

test('a server that has sent no page and no drawing has loaded no code for them, and none for migrations that it does not need', async () => {
  const dataDir = await temporaryFolder();
  const first = await startServer({ DATA_DIR: dataDir, ...TRACE });
  expect(loaded(first, [CLIENT, SCHEMA_ENGINE])).toEqual([CLIENT, SCHEMA_ENGINE]);
  await first.stop();

  const second = await startServer({ DATA_DIR: dataDir, ...TRACE });
  for (const [path, status] of [
    ['/healthz', 204],
    ['/api/limits', 200],
    [`/avatar/${'0'.repeat(64)}?d=404`, 404],
  ] as const) {
    expect((await fetch(second.baseURL + path)).status, path).toBe(status);
  }
  expect(loaded(second, [CLIENT, SCHEMA_ENGINE, ...NOT_YET])).toEqual([CLIENT]);
  expect((await fetch(`${second.baseURL}/avatar/${'0'.repeat(64)}?d=robohash`)).status).toBe(200);
  expect((await fetch(`${second.baseURL}/sign-in`)).status).toBe(200);
  expect(loaded(second, NOT_YET)).toEqual(['app-page-turbo.runtime', '@resvg/', '@dicebear/']);
  await discard(second);
});

test('the database opens before Next.js loads, which takes as long', async () => {
  const server = await startServer(TRACE);
  const [driver = -1, next = -1] = ['pg/lib/client.js', 'next/dist/server/next.js'].map((path) =>
    server.output().search(`load "[^"]*${path}"`),
  );
  expect(driver).toBeGreaterThan(0);
  expect(next).toBeGreaterThan(driver);
  await discard(server);
});

/** The names that occur in the trace of loaded modules. */
function loaded(server: { output(): string }, names: readonly string[]): string[] {
  return names.filter((name) => server.output().includes(name));
}
