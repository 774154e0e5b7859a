import { discard, type Server, startServer } from './server';

/** The fixture `server` of a worker: one for all tests that it runs, with these settings. */
export function workerServer(env: Record<string, string> = {}) {
  const started = async ({ browserName: _ }: { browserName: string }, use: (server: Server) => Promise<void>) => {
    const server = await startServer(env);
    await use(server);
    await discard(server);
  };
  const options = { scope: 'worker', timeout: 180_000 } as const;
  return [started, options] as [typeof started, typeof options];
}
