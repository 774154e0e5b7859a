import { createRequire } from 'node:module';

// A dependency of Next.js, which keeps what it has loaded: both must have the same copy.
const { loadEnvConfig } = createRequire(import.meta.resolve('next'))('@next/env');

/**
 * Runs instrumentation.ts of the build, which starts the app. Next.js would do it at the end of `prepare()`; from here the database opens in
 * its thread while Next.js prepares in this one. Each process runs it once: the call of Next.js finds it done, and reports a failure.
 *
 * Source: `ensureInstrumentationRegistered` of Next.js 16.
 *
 * @param folder of the application, with `.env` and the build
 */
export async function startInstrumentation(folder) {
  loadEnvConfig(folder, false);
  // The globals that compiled modules expect.
  await import('next/dist/server/node-environment.js');
  const { ensureInstrumentationRegistered } = await import('next/dist/server/lib/router-utils/instrumentation-globals.external.js');
  ensureInstrumentationRegistered(folder, '.next').catch(() => {});
}
