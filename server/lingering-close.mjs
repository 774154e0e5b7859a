/** Bytes and time that are still read from a client that goes on sending after the response. */
const LINGERING_BYTES = 6 * 1024 * 1024;
const LINGERING_MS = 2_000;

/**
 * Reads and discards the rest of a refused body for a while. Most clients treat a connection that closes while they are sending as an error
 * and never read the response. Clients that send more are disconnected.
 */
export function applyLingeringClose(request, response) {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    const [bytesBefore, until] = [socket.bytesRead, performance.now() + LINGERING_MS];
    // Node discards a body without listeners. Reading of a partly read body has to be resumed here.
    request.removeAllListeners('data');
    request.resume();
    // A discarded body emits no events, so the socket is polled. A fast connection brings megabytes in a few milliseconds.
    const watch = setInterval(() => {
      if (socket.bytesRead - bytesBefore > LINGERING_BYTES || performance.now() > until) socket.destroy();
      if (request.complete || socket.destroyed) clearInterval(watch);
    }, 2);
  });
}
