// For HEALTHCHECK of the image, which has no curl: exits with 0 if the server on this machine answers.
const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
const host = ['', '0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST;
const url = `http://${host.includes(':') ? `[${host}]` : host}:${PORT || '3000'}/api/health/live`;
try {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
