/**
 * Tracks active requests per connection. Node's `closeIdleConnections` leaves connections open that never sent anything, such as the
 * preconnections of browsers and load balancers; a stopping server would wait for them until its grace period ends.
 *
 * @param {import('node:http').Server} server
 * @returns {() => void} closes idle connections now and each other one after its last response
 */
export function trackConnections(server) {
  /** Number of active requests per socket; more than one with pipelining. */
  const activeRequests = new Map();
  let isStopping = false;
  server.on('connection', (socket) => {
    activeRequests.set(socket, 0);
    socket.once('close', () => activeRequests.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    activeRequests.set(socket, (activeRequests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      // `lingering-close.mjs` closes connections whose client is still sending.
      if (socket.destroyed || !request.complete) return;
      const left = (activeRequests.get(socket) ?? 1) - 1;
      activeRequests.set(socket, left);
      if (isStopping && left === 0) socket.destroySoon();
    });
  });
  return () => {
    isStopping = true;
    for (const [socket, requests] of activeRequests) if (requests === 0) socket.destroy();
  };
}
