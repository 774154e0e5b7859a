import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import nextEnv from '@next/env';

/**
 * Starts the app of the build before Next.js loads. The database opens in a thread or process of its own, which takes as long as loading
 * Next.js does. Next.js also calls `register` of instrumentation.ts, and waits for the same app.
 *
 * @param {string} root folder of the repository
 * @param {{ onOpening?: () => void }} slot shared with `lib/app.ts`
 * @param {Promise<unknown>} starting the app
 * @returns once the database is opening, or the app has failed to start
 */
export async function startApp(root, slot, starting) {
  const build = join(root, '.next/server/instrumentation.js');
  // Next.js reports a missing build, and how to make one.
  if (!existsSync(build)) return;
  // The settings in `.env`. Next.js would read them later.
  nextEnv.loadEnvConfig(root, false);
  const opening = new Promise((resolve) => {
    slot.onOpening = resolve;
  });
  createRequire(import.meta.url)(build).register();
  // A failure is reported by the caller.
  await Promise.race([opening, starting]).catch(() => {});
}
