import { STATUS_CODES } from 'node:http';
import { problem } from './problem.mjs';

const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';

/** Errors of Node's HTTP parser by code: status, error code, title and detail. All others are malformed requests. */
const CLIENT_ERRORS = {
  HPE_INVALID_EOF_STATE: [400, 'truncated_body', 'Incomplete body', 'The connection was closed before the request was complete.'],
  HPE_HEADER_OVERFLOW: [431, 'invalid_request', 'Headers too large', 'Expected at most 16 kB of headers.'],
  [TIMEOUT]: [408, 'body_too_slow', 'Request too slow', 'The request took too long to arrive.'],
};

/** Takes path segments with malformed percent-encoding literally, by escaping their `%`: Next.js would answer them with 500. */
export function escapeMalformed(url) {
  const [path] = url.split('?', 1);
  return path.split('/').map(escapeIfMalformed).join('/') + url.slice(path.length);
}

function escapeIfMalformed(segment) {
  try {
    decodeURIComponent(segment);
    return segment;
  } catch {
    return segment.replaceAll('%', '%25');
  }
}

/** The latest response on each connection. */
const responses = new WeakMap();

/** Call it for every request, so that a later error on the connection does not interrupt the response. */
export function trackResponse(request, response) {
  responses.set(request.socket, response);
}

/** Time in which a process that was late reads what had arrived, before it blames the client. */
const GRACE_MS = 1_000;

/**
 * Replaces Node's bare status line, which it also writes into the response to an earlier, complete request on the connection.
 *
 * Node measures from when it accepted the connection to its next check. A process that was stalled in between has not read the request,
 * which may be there, so a timeout is reported only if the request is still missing after another second.
 */
export function explainClientError(failure, socket) {
  if (failure.code !== TIMEOUT) {
    explain(failure, socket);
    return;
  }
  const latest = responses.get(socket);
  const wasComplete = latest?.req.complete;
  const isMissing = () => responses.get(socket) === latest && latest?.req.complete === wasComplete;
  setTimeout(() => isMissing() && explain(failure, socket), GRACE_MS).unref();
}

function explain(failure, socket) {
  const pending = responses.get(socket);
  if (pending?.req.complete && !pending.writableFinished) {
    pending.once('finish', () => socket.end());
    return;
  }
  // The client has closed the connection, or the response to the malformed request has begun.
  if (!socket.writable || failure.code === 'ECONNRESET' || (pending?.headersSent && !pending.writableFinished)) {
    socket.destroy();
    return;
  }
  endWith(
    socket,
    ...(CLIENT_ERRORS[failure.code] ?? unknownMethod(failure) ?? [400, 'malformed_body', 'Malformed request', 'Expected HTTP/1.1.']),
  );
}

/** A request line whose method Node does not know. The request is valid and gets 501 (RFC 9110 section 9.1). */
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) \S+ HTTP\/1\.[01]\r?\n/;

function unknownMethod({ code, rawPacket }) {
  const [, method] = (code === 'HPE_INVALID_METHOD' && REQUEST_LINE.exec(rawPacket?.subarray(0, 16_384).toString('latin1') ?? '')) || [];
  return method && [501, 'method_not_allowed', 'Method not implemented', `Expected a method of HTTP; got ${method}.`];
}

/** Refuses `CONNECT`, which asks a proxy for a tunnel. This server is not a proxy. */
export function refuseTunnel(_request, socket) {
  // Node has detached the socket from its listeners and timeouts.
  socket.on('error', () => socket.destroy());
  const pending = responses.get(socket);
  if (pending && !pending.writableFinished) {
    // The refusal would overtake the response to an earlier request on the connection.
    socket.destroy();
    return;
  }
  // Closes the connection even if the client goes on sending.
  const limit = setTimeout(() => socket.destroy(), TUNNEL_MS);
  socket.once('close', () => clearTimeout(limit));
  socket.once('end', () => socket.destroySoon());
  // Unread bytes would delay the `end` event of the client.
  socket.resume();
  endWith(socket, 405, 'method_not_allowed', 'Method not allowed', 'Expected a request to this server; got CONNECT.', {
    Allow: TUNNEL_ALLOW,
  });
}

const TUNNEL_ALLOW = 'GET, HEAD, OPTIONS';

/** Time that a client has to read the refusal and close its side. */
const TUNNEL_MS = 2_000;

function endWith(socket, status, code, title, detail, more = {}) {
  const { body, headers } = problem(status, code, title, detail);
  const head = Object.entries({ ...headers, ...more, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}
