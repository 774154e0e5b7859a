// The server process: Next.js inside Node's own HTTP server, so that stopping can close the database.
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import next from 'next';
import { explainClientError, readable, refuseTunnel, remember } from './server/client-errors.mjs';
import { trackConnections } from './server/connections.mjs';
import { admit } from './server/entrance.mjs';
import { guarded } from './server/guarded.mjs';
import { lingerBeforeClose } from './server/lingering-close.mjs';
import { createPageHeaders } from './server/page-headers.mjs';
import { Answer } from './server/response.mjs';

/** How long requests that are under way may take when the server is told to stop. Docker kills what takes ten seconds. */
const GRACE_MS = 8_000;

/** How long closing may take after that. A database that hangs must not keep the process. */
const CLOSE_MS = 1_500;

/** Failures that are about the machine and not about our code: their message is all that helps. */
const PLAIN_ERRORS = ['EnvError', 'DataFolderError', 'DataFolderInUseError', 'DatabaseUnreachableError', 'EmbeddedDatabaseError'];

// An upload passes through some 12 MB of buffers beside a heap of 50 MB. By default that starts a full collection for each upload; at
// three times what was left over by the last one, for every tenth. Measured: 272 to 247 ms of CPU for an upload, 20 MB more memory.
setFlagsFromString('--heap-growing-percent=200');

process.chdir(dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes('--dev');
// Whoever hosts this did not ask to report to anyone.
process.env.NEXT_TELEMETRY_DISABLED ??= '1';
process.env.NODE_ENV = dev ? 'development' : 'production';

// Next.js would answer `Upgrade` requests by leaving their sockets open, which nothing here needs and which keeps a server from stopping.
// It listens for them on the server it is given; ours then treats them as ordinary requests.
const app = next({ dev, ...(dev ? {} : { httpServer: createServer() }) });
// instrumentation.ts calls this with what it opened, or with what went wrong; Next.js does not wait for it by itself.
const started = new Promise((resolve) => {
  globalThis[Symbol.for('likeness.started')] = resolve;
});
await app.prepare();
const { env, longestRequestSeconds, answerPicture, answerUnavailable, clientAddress, close, error } = await started;
if (error) {
  const causes = [error, error.cause].filter(Boolean);
  console.error(causes.some(({ name }) => PLAIN_ERRORS.includes(name)) ? error.message : error);
  process.exit(1);
}

/** How long a request's headers may take: they come in one piece, or two. Without this, connections that say nothing are kept for a minute. */
const HEADERS_MS = 15_000;

/**
 * How long a connection waits for its next request. A proxy that sends one over a connection just as its server closes it has to answer 502,
 * so it has to be the proxy that gives up first: after 60 seconds in nginx, 90 in Traefik and 120 in Caddy. Node's default is 5.
 * How many rest is not bounded: each is some kilobytes.
 */
const KEEP_ALIVE_MS = 125_000;

/** How often Node looks for requests that took too long. By default every 30 seconds, which would be most of what they may take. */
const CHECK_MS = 2_000;

const options = {
  ServerResponse: Answer,
  headersTimeout: HEADERS_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: CHECK_MS,
  // Node's 300 seconds would end a large upload over a slow line, however steadily it comes. Those that come too slowly are ended by
  // whoever reads them (lib/http/body/min-throughput.ts); this is for bodies that nobody reads.
  requestTimeout: longestRequestSeconds * 1000,
};

const pageHeaders = createPageHeaders({ baseUrl: env.baseUrl, dev });

const handle = app.getRequestHandler();
/** Dates lose to tags (RFC 9110 section 13.2.2). What Next.js serves files with looks at both. */
function preferTags(headers) {
  if ('if-none-match' in headers) delete headers['if-modified-since'];
  if ('if-match' in headers) delete headers['if-unmodified-since'];
}

async function answer(request, response) {
  lingerBeforeClose(request, response);
  remember(request, response);
  for (const [name, value] of Object.entries(pageHeaders.always)) response.setHeader(name, value);
  const nonce = pageHeaders.nonceSource();
  response.pageHeaders = (status) => pageHeaders.forPages(nonce, status);
  preferTags(request.headers);
  if (admit(request, response, { dev }) === null) return;
  request.url = readable(request.url);
  request.headers['content-security-policy'] = `script-src ${nonce}`;
  // Over whatever the client sent under this name: only here is it known where the connection comes from.
  request.headers['x-client-address'] = clientAddress(request);
  // While developing, Next.js answers everything, since it is what takes up edited code.
  if (!dev && answerPicture(request, response)) return;
  if (!(await answerUnavailable(request, response))) await handle(request, response);
}

const server = createServer(
  options,
  guarded(answer, ({ name, message, stack }) => {
    console.error(JSON.stringify({ level: 50, time: Date.now(), err: { type: name, message, stack }, msg: 'Unexpected failure' }));
  }),
);

server.on('clientError', explainClientError);
server.on('connect', refuseTunnel);
const closeConnections = trackConnections(server);

server.once('error', async (failure) => {
  const inUse = failure.code === 'EADDRINUSE';
  console.error(
    inUse
      ? `Port ${env.port} is in use by another program. Stop that one, or choose another port: PORT=${env.port + 1} npm start`
      : `Cannot listen on port ${env.port}: ${failure.message}`,
  );
  await close();
  process.exit(1);
});

server.listen(env.port, env.host, () => {
  const contents = env.databaseUrl ? 'Pictures and secret' : 'Pictures, secret and database';
  console.log(`Likeness is running at ${env.baseUrl}\n${contents}: ${env.dataDir}`);
});

/** Ctrl-C reaches a server under npm twice: from the terminal and from npm. Only what comes later is somebody who insists. */
const REPEAT_MS = 1_000;

let stoppingSince = 0;

async function stop() {
  if (stoppingSince > 0) {
    if (Date.now() - stoppingSince > REPEAT_MS) process.exit(1);
    return;
  }
  stoppingSince = Date.now();
  const deadline = setTimeout(() => {
    console.error(JSON.stringify({ level: 60, time: Date.now(), msg: 'Could not close the database in time, stopping without' }));
    process.exit(1);
  }, GRACE_MS + CLOSE_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  closeConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(impatience);
  await close();
  clearTimeout(deadline);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

// `npm start` keeps a channel open, and has ended without a word when that closes.
process.once('disconnect', stop);
process.channel?.unref();
