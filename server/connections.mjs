import { Server } from 'node:net';

/**
 * Time in milliseconds for which idle connections stay open while the server stops. A proxy may have sent a request on one of them just
 * before: closing it would fail that request, and a proxy does not repeat an upload. The response ends the connection.
 */
const DRAIN_MS = 250;

/**
 * Tracks active requests per connection. Node's `closeIdleConnections` leaves connections open that never sent anything, such as the
 * preconnections of browsers and load balancers; a stopping server would wait for them until its grace period ends.
 *
 * @param {import('node:http').Server} server
 * @returns {() => void} closes idle connections soon and each other one after its last response
 */
export function trackConnections(server) {
  /** Responses in progress per socket; more than one with pipelining. */
  const activeResponses = new Map();
  let isStopping = false;
  let isDrained = false;
  server.on('connection', (socket) => {
    activeResponses.set(socket, new Set());
    socket.once('close', () => activeResponses.delete(socket));
  });
  // Before the handler, which may send the response at once.
  server.prependListener('request', (request, response) => {
    const { socket } = request;
    const active = activeResponses.get(socket);
    active?.add(response);
    // Adds `Connection: close`.
    if (isStopping) response.shouldKeepAlive = false;
    response.once('close', () => {
      // `lingering-close.mjs` closes connections whose client is still sending.
      if (socket.destroyed || !request.complete) return;
      active?.delete(response);
      if (isDrained && active?.size === 0) socket.destroySoon();
    });
  });
  return () => {
    isStopping = true;
    for (const response of [...activeResponses.values()].flatMap((active) => [...active])) response.shouldKeepAlive = false;
    setTimeout(() => {
      // Requests that arrived while the thread was busy are read between the two.
      setImmediate(() => {
        isDrained = true;
        for (const [socket, active] of activeResponses) if (active.size === 0) socket.destroySoon();
      });
    }, DRAIN_MS);
  };
}

/**
 * Stops listening, after accepting the connections that wait for it: closing the socket resets them, and a proxy may have sent an upload on
 * one, which it does not repeat. Until then all connections stay open, since a proxy would open others in place of those that are closed,
 * which then wait in their turn. The method of HTTP servers closes idle ones.
 *
 * @param {Server} server
 * @param {() => void} closeConnections of {@link trackConnections}; called once the server does not listen
 * @returns resolves once all connections have ended
 */
export async function stopListening(server, closeConnections) {
  // Connections are accepted between the two.
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  const ended = new Promise((resolve) => Server.prototype.close.call(server, resolve));
  closeConnections();
  await ended;
}
