/** The response of Next.js, which the catch-all route keeps from sending it. */
export function missingFile(): Response {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'private, no-cache, no-store, max-age=0, must-revalidate',
  };
  return new Response('Not Found', { status: 404, headers });
}
