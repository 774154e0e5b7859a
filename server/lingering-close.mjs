/** What is still taken, and for how long, from somebody who goes on sending after the answer. */
const LINGERING_BYTES = 6 * 1024 * 1024;
const LINGERING_MS = 2_000;

/**
 * A body that was refused before its end is read on for a little and thrown away: a connection that is closed while the client is
 * still sending is an error to most clients, and they never see the answer. Whoever sends more than that is cut off.
 */
export function lingerBeforeClose(request, response) {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    const [taken, until] = [socket.bytesRead, Date.now() + LINGERING_MS];
    // Node throws away a body that nobody looked at; of one that was begun, nobody takes more unless this does.
    request.removeAllListeners('data');
    request.resume();
    // Such a body raises no events, so the connection is asked. Often: a fast one brings megabytes in a few milliseconds.
    const watch = setInterval(() => {
      if (socket.bytesRead - taken > LINGERING_BYTES || Date.now() > until) socket.destroy();
      if (request.complete || socket.destroyed) clearInterval(watch);
    }, 2);
  });
}
