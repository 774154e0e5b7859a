// The server process: Next.js inside Node's own HTTP server, so that stopping can close the database.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { escapeMalformed, explainClientError, refuseTunnel, trackResponse } from './server/client-errors.mjs';
import { admit } from './server/entrance.mjs';
import { guarded } from './server/guarded.mjs';
import { createKnownHosts } from './server/known-hosts.mjs';
import { applyLingeringClose } from './server/lingering-close.mjs';
import { createPageHeaders } from './server/page-headers.mjs';
import { askForNotFoundPage, asksForNotFoundPage, pageAudience } from './server/pages.mjs';
import { proxyRequestId } from './server/proxy-request-id.mjs';
import { AppResponse } from './server/response.mjs';
import { startApp } from './server/start-app.mjs';
import { stopOnSignals } from './server/stopping.mjs';

/** Failures of the environment: their message is printed without a stack. */
const PLAIN_ERRORS = [
  'EnvError',
  'DataFolderError',
  'DataFolderInUseError',
  'DatabaseUnreachableError',
  'EmbeddedDatabaseError',
  'MetricsPortError',
];

// An upload allocates about 12 MB of buffers beside a heap of 50 MB. By default each upload triggers a full garbage collection; with a heap
// growing to three times its size after the last one, every tenth does. Measured: 272 to 247 ms of CPU per upload, 20 MB more memory.
setFlagsFromString('--heap-growing-percent=200');

// V8 optimizes a WebAssembly function after it has run for a while, ten times later than by default: while the database starts, many
// functions would reach that, which took a fifth of the start's CPU. See docs/performance.md.
setFlagsFromString('--wasm-tiering-budget=18000000');

// V8 validates each WebAssembly function at its first call. By default it validates all of them beforehand: the database has 9 MB of them,
// and calls few.
setFlagsFromString('--wasm-lazy-validation');

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const dev = process.argv.includes('--dev');

// `lib/app.ts`, which Next.js bundles, passes the app on here.
const slot = {};
globalThis[Symbol.for('likeness.app')] = slot;
const starting = new Promise((resolve) => {
  slot.onStart = resolve;
});
const opening = new Promise((resolve) => {
  slot.onOpening = resolve;
});
// Reported below. Without a handler, a failure while Next.js loads would end the process with a stack.
starting.catch(() => {});
const addServer = stopOnSignals(starting, opening);

// In development Next.js compiles the app, and without a build it says how to make one.
const isAppStarting = !dev && (await startApp(root, slot, { starting, opening }));
const { default: next } = await import('next');
// Next.js leaves the sockets of `Upgrade` requests open, which keeps a server from stopping. It listens for them on the server it is given,
// so that ours treats them as ordinary requests.
const nextServer = next({ dev, ...(dev ? {} : { httpServer: createServer() }) });
/** Resolves with the handler of pages. APIs and pictures do not wait for it. */
const pages = nextServer.prepare().then(() => nextServer.getRequestHandler());
// instrumentation.ts starts the app in development, after `prepare()` has resolved.
if (!isAppStarting) await pages;
pages.catch(async (error) => {
  console.error(error);
  // The server may listen already.
  await starting.then((app) => app.close()).catch(() => {});
  process.exit(1);
});
const app = await starting.catch((error) => {
  const causes = [error, error.cause].filter(Boolean);
  console.error(causes.some(({ name }) => PLAIN_ERRORS.includes(name)) ? error.message : error);
  process.exit(1);
});
const { env } = app;
if (env.functions) {
  console.error('FUNCTIONS is on, which is for `next start` without this process. Remove it, here and from .env.');
  process.exit(1);
}

/** Time that the headers of a request may take. They arrive in one or two packets; Node's default is a minute. */
const HEADERS_MS = 15_000;

/**
 * Keep-alive timeout. A proxy answers 502 if it sends a request on a connection that the server is closing, so the proxy must time out
 * first: after 60 seconds in nginx, 90 in Traefik, 120 in Caddy. Node's default is 5. The number of idle connections is not bounded: each
 * takes some kilobytes.
 */
const KEEP_ALIVE_MS = 125_000;

/** Interval at which Node checks for slow requests. Its default of 30 seconds exceeds the header timeout. */
const CHECK_MS = 2_000;

const options = {
  ServerResponse: AppResponse,
  headersTimeout: HEADERS_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: CHECK_MS,
  // Node's 300 seconds would end a steady large upload over a slow connection. Body readers enforce the minimum throughput
  // (lib/http/body/min-throughput.ts); this timeout covers bodies that are not read.
  requestTimeout: app.longestRequestSeconds * 1000,
};

const pageHeaders = createPageHeaders({ baseUrl: env.baseUrl, dev, sources: env.pageSources });

/** ETags take precedence over dates (RFC 9110 section 13.2.2). The file server of Next.js evaluates both. */
function preferEntityTags(headers) {
  if ('if-none-match' in headers) delete headers['if-modified-since'];
  if ('if-match' in headers) delete headers['if-unmodified-since'];
}

const hosts = createKnownHosts();

/** Sends a public picture, or another response that is stored in memory. Most requests are for pictures, and end here. */
function sendPicture(request, response) {
  if (dev || (request.method !== 'GET' && request.method !== 'HEAD') || !hosts.isKnown(request)) return false;
  return app.sendPicture(request, response, proxyRequestId(request, env.trustProxy) ?? randomUUID());
}

async function handle(request, response) {
  trackResponse(request, response);
  for (const [name, value] of Object.entries(pageHeaders.always)) response.setHeader(name, value);
  if (sendPicture(request, response)) return;
  applyLingeringClose(request, response);
  let nonce;
  // Only for pages: drawing it takes longer than most of what a picture needs here.
  const nonceSource = () => {
    nonce ??= pageHeaders.nonceSource();
    return nonce;
  };
  response.pageHeaders = (status) => pageHeaders.forPages(nonceSource(), status);
  preferEntityTags(request.headers);
  const kind = admit(request, response, { isRoute: app.isRoute, dev });
  if (kind === null) return;
  hosts.add(request);
  request.url = escapeMalformed(request.url);
  // Replaces any value that the client sent: only the server knows the connection.
  request.headers['x-client-address'] = app.clientAddress(request);
  const requestId = proxyRequestId(request, env.trustProxy);
  if (requestId === undefined) delete request.headers['x-proxy-request-id'];
  else request.headers['x-proxy-request-id'] = requestId;
  // In development Next.js handles every request, since it reloads edited code.
  if (!dev && kind === 'api' && app.nodeAdapter(request, response)) return;
  request.headers['content-security-policy'] = `script-src ${nonceSource()}`;
  if (kind === 'page') {
    const [path] = request.url.split('?', 1);
    const result = await app.pageGuard(request, response, pageAudience(path));
    if (result === 'sent') return;
    if (result === 'missing') askForNotFoundPage(request);
    if (asksForNotFoundPage(request)) for (const [name, value] of Object.entries(pageHeaders.forNotFound)) response.setHeader(name, value);
  }
  const handlePage = await pages;
  await handlePage(request, response);
}

const server = createServer(
  options,
  guarded(handle, ({ name, message, stack }) => {
    console.error(JSON.stringify({ level: 50, time: Date.now(), err: { type: name, message, stack }, msg: 'Unexpected failure' }));
  }),
);

server.on('clientError', explainClientError);
server.on('connect', refuseTunnel);
// A stop signal came while the app started: what it opened is being closed.
if (!addServer(server)) await new Promise(() => {});

server.once('error', async (failure) => {
  const inUse = failure.code === 'EADDRINUSE';
  console.error(
    inUse
      ? `Port ${env.port} is in use by another program. Stop that one, or choose another port: PORT=${env.port + 1} npm start`
      : `Cannot listen on port ${env.port}: ${failure.message}`,
  );
  await app.close();
  process.exit(1);
});

const SETUP_NOTICE = 'There is no administrator yet. This link creates one. It works once, and until the next start:';

server.listen(env.port, env.host, () => {
  const contents = env.databaseUrl ? 'Pictures and secret' : 'Pictures, secret and database';
  const lines = [`Likeness is running at ${env.baseUrl}`, `${contents}: ${env.dataDir}`];
  if (!env.mail.smtpUrl)
    lines.push(`Mail is not sent, since SMTP_URL is not set. Administrators read it at ${env.baseUrl}/settings/outbox`);
  if (!env.verifiesAddresses)
    lines.push('E-mail addresses are not verified: anyone can show a picture for the address of another person (EMAIL_VERIFICATION)');
  // In one write, so that no other output comes in between.
  const setup = app.setupUrl === null ? '' : `\n\n${SETUP_NOTICE}\n\n  ${app.setupUrl}\n`;
  console.log(lines.join('\n') + setup);
});
