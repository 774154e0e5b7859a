/** Bound on response bytes in memory that clients have not read: ten of the largest originals. */
const MAX_BUFFERED_BYTES = 256 * 1024 * 1024;

/** Responses with fewer unread bytes are ignored: the socket buffers as much by itself. */
const SMALL_BYTES = 64 * 1024;

/**
 * Interval in milliseconds at which Node checks whether a client has read from a larger response. Node closes the connection at the second
 * check without progress, so that a client may pause for at most thirty seconds.
 */
const CHECK_MS = 15_000;

/** Unread large responses per socket, oldest socket first. Pipelining can cause several per socket. */
const connections = new Map();

/** Sockets with a `close` listener. */
const watched = new WeakSet();

/**
 * Closes the oldest connections with large unread responses while all of them exceed the bound, and each connection whose client stops
 * reading. A request costs a client a few bytes; the response stays in memory until it is read.
 *
 * @param {import('node:http').ServerResponse} response has just been written to
 */
export function limitBufferedBytes(response) {
  if (response.writableLength <= SMALL_BYTES) return;
  const { socket } = response.req;
  track(socket, response);
  // Without a `timeout` listener, Node closes the connection. It resets the timeout when the response is read.
  socket.setTimeout(CHECK_MS);
  for (const [oldest] of connections) {
    if (connections.size === 1 || bufferedBytes() <= MAX_BUFFERED_BYTES) return;
    connections.delete(oldest);
    oldest.destroy();
  }
}

function track(socket, response) {
  if (!watched.has(socket)) {
    watched.add(socket);
    socket.once('close', () => connections.delete(socket));
  }
  const responses = connections.get(socket) ?? new Set();
  connections.set(socket, responses);
  if (responses.has(response)) return;
  responses.add(response);
  response.once('close', () => {
    responses.delete(response);
    if (responses.size === 0) connections.delete(socket);
  });
}

function bufferedBytes() {
  let bytes = 0;
  for (const responses of connections.values()) for (const { writableLength } of responses) bytes += writableLength;
  return bytes;
}
