/**
 * Connections by whether a request is under way on them. Node's own `closeIdleConnections` leaves those open that never sent anything,
 * which browsers open in advance and load balancers hold; a server that stops would wait for them until its grace is over.
 *
 * @param {import('node:http').Server} server
 * @returns ends all that are idle, and each other one as soon as its answers are out
 */
export function trackConnections(server) {
  /** How many requests are under way on each; several by pipelining. */
  const underWay = new Map();
  let isStopping = false;
  server.on('connection', (socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      // Somebody who goes on sending after the answer is cut off by whoever looks after that (`lingering-close.mjs`).
      if (socket.destroyed || !request.complete) return;
      const left = (underWay.get(socket) ?? 1) - 1;
      underWay.set(socket, left);
      if (isStopping && left === 0) socket.destroySoon();
    });
  });
  return () => {
    isStopping = true;
    for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
  };
}
