// The server process: Next.js inside Node's own HTTP server, so that stopping can close the database.
import { randomUUID } from 'node:crypto';
import { createServer, ServerResponse, STATUS_CODES } from 'node:http';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import next from 'next';

/** How long requests that are under way may take when the server is told to stop. */
const GRACE_MS = 10_000;

/** Failures that are about the machine and not about our code: their message is all that helps. */
const PLAIN_ERRORS = ['EnvError', 'DataFolderInUseError'];

/** Request headers by which Next.js's own pages differ, and nothing else does. */
const PAGE_HEADERS = /^(rsc|next-.*)$/;

/**
 * Next.js names those headers in `Vary` of every route, so that caches would keep a copy of a picture for each page that shows it.
 * They are taken out of answers that are no pages: those that `serve` made, which all carry a request id.
 */
class Answer extends ServerResponse {
  writeHead(...args) {
    const vary = this.hasHeader('X-Request-Id') && this.getHeader('Vary');
    if (vary) {
      const names = String(vary).split(/\s*,\s*/);
      const kept = names.filter((name) => !PAGE_HEADERS.test(name.toLowerCase()));
      if (kept.length === 0) this.removeHeader('Vary');
      else this.setHeader('Vary', kept.join(', '));
    }
    return super.writeHead(...args);
  }
}

// An upload passes through some 12 MB of buffers beside a heap of 50 MB. By default that starts a full collection for each upload; at
// three times what was left over by the last one, for every tenth. Measured: 272 to 247 ms of CPU for an upload, 20 MB more memory.
setFlagsFromString('--heap-growing-percent=200');

/** What is still taken, and for how long, from somebody who goes on sending after the answer. */
const LINGER_BYTES = 6 * 1024 * 1024;
const LINGER_MS = 2_000;

/**
 * A body that was refused before its end is read on for a little and thrown away: a connection that is closed while the client is
 * still sending is an error to most clients, and they never see the answer. Whoever sends more than that is cut off.
 */
function linger(request, response) {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    const [taken, until] = [socket.bytesRead, Date.now() + LINGER_MS];
    // Node throws away a body that nobody looked at; of one that was begun, nobody takes more unless this does.
    request.removeAllListeners('data');
    request.resume();
    // Such a body raises no events, so the connection is asked. Often: a fast one brings megabytes in a few milliseconds.
    const watch = setInterval(() => {
      if (socket.bytesRead - taken > LINGER_BYTES || Date.now() > until) socket.destroy();
      if (request.complete || socket.destroyed) clearInterval(watch);
    }, 2);
  });
}

/** What can be wrong with a request before there is one to answer, by Node's name for it; anything else is no HTTP that we understand. */
const BROKEN = {
  HPE_INVALID_EOF_STATE: [400, 'truncated_body', 'Body cut short', 'The connection was closed before the request was complete.'],
  HPE_HEADER_OVERFLOW: [431, 'invalid_request', 'Headers too large', 'Expected at most 16 kB of headers.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'body_too_slow', 'Request too slow', 'The request took too long to come.'],
};

/** For what our own code never gets to see: a problem as the native API writes one. */
function problem([status, code, title, detail]) {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, code, requestId: randomUUID() });
  return { status, body, headers: { 'Content-Type': 'application/problem+json', 'Content-Length': String(Buffer.byteLength(body)) } };
}

/** An address with parts that are no UTF-8 in escapes taken by their letters: Next.js would answer it as a fault of ours. */
function readable(url) {
  const [path] = url.split('?', 1);
  return path.split('/').map(literalIfBroken).join('/') + url.slice(path.length);
}

function literalIfBroken(part) {
  try {
    decodeURIComponent(part);
    return part;
  } catch {
    return part.replaceAll('%', '%25');
  }
}

/** The answer that each connection is at. */
const answering = new WeakMap();

/** Node would answer with a bare status line, also over the answer to a request that was whole, when only what follows it is broken. */
function explainBroken(failure, socket) {
  const pending = answering.get(socket);
  if (pending?.req.complete && !pending.writableFinished) {
    pending.once('finish', () => socket.end());
    return;
  }
  // Nobody is there any more, or an answer to what is broken is on its way already.
  if (!socket.writable || failure.code === 'ECONNRESET' || (pending?.headersSent && !pending.writableFinished)) {
    socket.destroy();
    return;
  }
  const { status, body, headers } = problem(BROKEN[failure.code] ?? [400, 'malformed_body', 'Unreadable request', 'Expected HTTP/1.1.']);
  const head = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}

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
const { env, longestRequestSeconds, answerPicture, clientAddress, close, error } = await started;
if (error) {
  const causes = [error, error.cause].filter(Boolean);
  console.error(causes.some(({ name }) => PLAIN_ERRORS.includes(name)) ? error.message : error);
  process.exit(1);
}

/** How long a request's headers may take: they come in one piece, or two. Without this, connections that say nothing are kept for a minute. */
const HEADERS_MS = 15_000;

/** How often Node looks for requests that took too long. By default every 30 seconds, which would be most of what they may take. */
const CHECK_MS = 2_000;

const options = {
  ServerResponse: Answer,
  headersTimeout: HEADERS_MS,
  connectionsCheckingInterval: CHECK_MS,
  // Node's 300 seconds would end a large upload over a slow line, however steadily it comes. Those that come too slowly are ended by
  // whoever reads them (lib/dialects/pace.ts); this is for bodies that nobody reads.
  requestTimeout: longestRequestSeconds * 1000,
};

const handle = app.getRequestHandler();
const server = createServer(options, (request, response) => {
  linger(request, response);
  answering.set(request.socket, response);
  request.url = readable(request.url);
  // Over whatever the client sent under this name: only here is it known where the connection comes from.
  request.headers['x-client-address'] = clientAddress(request);
  // While developing, Next.js answers everything, since it is what takes up edited code.
  if (dev || !answerPicture(request, response)) handle(request, response);
});

server.on('clientError', explainBroken);

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
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(impatience);
  await close();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

// `npm start` keeps a channel open, and has ended without a word when that closes.
process.once('disconnect', stop);
process.channel?.unref();
