import { STATUS_CODES } from 'node:http';
import { problem } from './problem.mjs';

/** What can be wrong with a request before there is one to answer, by Node's name for it; anything else is no HTTP that we understand. */
const CLIENT_ERRORS = {
  HPE_INVALID_EOF_STATE: [400, 'truncated_body', 'Incomplete body', 'The connection was closed before the request was complete.'],
  HPE_HEADER_OVERFLOW: [431, 'invalid_request', 'Headers too large', 'Expected at most 16 kB of headers.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'body_too_slow', 'Request too slow', 'The request took too long to arrive.'],
};

/** An address with the escapes of a part that are no UTF-8 taken by their letters: Next.js would answer it as a fault of ours. */
export function readable(url) {
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

/** To be called for every request, so that what breaks after it on its connection does not break into its answer. */
export function remember(request, response) {
  answering.set(request.socket, response);
}

/** Node would answer with a bare status line, also over the answer to a request that was whole, when only what follows it is broken. */
export function explainClientError(failure, socket) {
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
  endWith(
    socket,
    ...(CLIENT_ERRORS[failure.code] ?? unknownMethod(failure) ?? [400, 'malformed_body', 'Malformed request', 'Expected HTTP/1.1.']),
  );
}

/** A request line with a method that Node does not know, which is no fault of the client's (RFC 9110 section 9.1). */
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) \S+ HTTP\/1\.[01]\r?\n/;

function unknownMethod({ code, rawPacket }) {
  const [, method] = (code === 'HPE_INVALID_METHOD' && REQUEST_LINE.exec(rawPacket?.subarray(0, 16_384).toString('latin1') ?? '')) || [];
  return method && [501, 'method_not_allowed', 'Method not implemented', `Expected a method of HTTP; got ${method}.`];
}

/** We are no proxy: `CONNECT` asks for a tunnel to somebody else. */
export function refuseTunnel(_request, socket) {
  // Node has given the connection away, with its listeners and time limits.
  socket.on('error', () => socket.destroy());
  const pending = answering.get(socket);
  if (pending && !pending.writableFinished) {
    // The refusal would overtake the answer to an earlier request of the same connection.
    socket.destroy();
    return;
  }
  // Whether or not it goes on sending.
  const limit = setTimeout(() => socket.destroy(), TUNNEL_MS);
  socket.once('close', () => clearTimeout(limit));
  socket.once('end', () => socket.destroySoon());
  // Unread bytes would keep the end of the client from being seen.
  socket.resume();
  endWith(socket, 405, 'method_not_allowed', 'Method not allowed', 'Expected a request to this server; got CONNECT.', {
    Allow: TUNNEL_ALLOW,
  });
}

const TUNNEL_ALLOW = 'GET, HEAD, OPTIONS';

/** How long a client may take to read the refusal and to close its side. */
const TUNNEL_MS = 2_000;

function endWith(socket, status, code, title, detail, more = {}) {
  const { body, headers } = problem(status, code, title, detail);
  const head = Object.entries({ ...headers, ...more, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}
