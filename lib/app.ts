import { type App, createApp, type DatabaseStart } from './composition';
import { EnvError } from './env';
import { handleInFunction } from './http/functions/handle-in-function';
import { missingFile } from './http/missing-file';
import { router } from './routes';

/** The app of this process, and how `server.mjs` takes part in its start. */
interface Shared extends DatabaseStart {
  app?: Promise<App>;
  /** Set by `server.mjs`. */
  onStart?(app: Promise<App>): void;
}

// Next.js bundles routes, pages and instrumentation.ts separately, each with its own copy of this module. They share the process.
const shared: { [key: symbol]: Shared | undefined } = globalThis;
const APP = Symbol.for('likeness.app');

/** The running server, started on first use. After a failure, a function starts again with the next request. */
export function app(): Promise<App> {
  shared[APP] ??= {};
  const slot = shared[APP];
  if (!slot.app) {
    slot.app = createApp(slot);
    if (slot.onStart) slot.onStart(slot.app);
    else
      slot.app.catch((error) => {
        delete slot.app;
        console.error(error instanceof EnvError ? error.message : error);
      });
  }
  return slot.app;
}

/** Serves requests to APIs that Next.js receives. Of paths without a route, only missing files of the build get here from `server.mjs`. */
export async function handle(request: Request): Promise<Response> {
  const { env, parts } = await app();
  if (!env.functions) return (await router.handle(request, parts)) ?? missingFile();
  const { after } = await import('next/server');
  // The platform may stop a function once it has responded, unless it is told of work.
  after(() => parts.services.settled());
  return handleInFunction(request, { env, handle: (own) => router.handle(own, parts) });
}
