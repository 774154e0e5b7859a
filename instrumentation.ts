/** Next.js calls this once, before the first request. A failure is left for `server.mjs` to say in one sentence. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { app } = await import('@/lib/app');
  const shared = globalThis as { [key: symbol]: ((outcome: Started) => void) | undefined };
  const outcome = await app().catch((error: unknown) => ({ error }));
  shared[Symbol.for('likeness.started')]?.(outcome);
}

type Started = { env: { port: number }; close(): Promise<void> } | { error: unknown };
