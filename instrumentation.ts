/** Starts the app. Next.js calls this once, before the first request, and does not wait for it; `server.mjs` does, and reports a failure. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { app } = await import('@/lib/app');
  await app().catch(() => {});
}
