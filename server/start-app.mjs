import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import nextEnv from '@next/env';

/**
 * Starts the app of the build before Next.js loads. The database opens in a thread or process of its own, which takes as long as loading
 * Next.js does. Next.js also calls `register` of instrumentation.ts, and waits for the same app.
 *
 * @param {string} root folder of the repository
 * @param {{ databaseThread?: Worker }} slot shared with `lib/app.ts`
 * @param {{ starting: Promise<unknown>, opening: Promise<void> }} progress the app, and resolved once the database is opening
 * @returns once the database is opening, or the app has failed to start; false without a build, which Next.js reports
 */
export async function startApp(root, slot, { starting, opening }) {
  const build = join(root, '.next/server/instrumentation.js');
  if (!existsSync(build)) return false;
  // The settings in `.env`. Next.js would read them later.
  nextEnv.loadEnvConfig(root, false);
  // The thread of the embedded database loads it while this one loads the app.
  if (!process.env.DATABASE_URL) slot.databaseThread = new Worker(join(root, 'lib/db/embedded/worker.mjs'), { env: {} });
  createRequire(import.meta.url)(build).register();
  // A failure is reported by the caller.
  await Promise.race([opening, starting]).catch(() => {});
  return true;
}
