import { discard, type Server, startServer } from './server';

/** Runs with a server of its own, because counts of one minute must not include another test. */
export async function withServer(env: Record<string, string>, run: (server: Server) => Promise<void>): Promise<void> {
  const server = await startServer({ DATABASE_URL: '', ...env });
  try {
    await run(server);
  } finally {
    await discard(server);
  }
}
