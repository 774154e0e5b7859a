/**
 * Connections by whether a request is under way on them. Node's own `closeIdleConnections` leaves those open that never sent anything,
 * which browsers open in advance and load balancers hold; a server that stops would wait for them until its grace is over.
 *
 * @param {import('node:http').Server} server
 * @returns ends all that are idle, and each other one as soon as its answer is out
 */
export function trackConnections(server) {
  const idle = new Set();
  let isStopping = false;
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    response.once('close', () => {
      if (isStopping) socket.destroySoon();
      else if (!socket.destroyed) idle.add(socket);
    });
  });
  return () => {
    isStopping = true;
    for (const socket of idle) socket.destroy();
  };
}
