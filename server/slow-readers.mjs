/** Most bytes of all answers that are in memory because their clients have not read them: ten of the largest originals. */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024;

/** Answers with less than this left are not looked at: the connection itself holds as much, and nobody fills the memory with them. */
const SMALL_BYTES = 64 * 1024;

/**
 * How often it is looked at whether a client has taken anything of more than that, in milliseconds. Node ends a connection at the second
 * look without a change, so that a client may read nothing for thirty seconds at most.
 */
const LOOK_MS = 15_000;

/** Connections with answers that were large when they were written, the oldest first. One can have several, by pipelining. */
const connections = new Map();

/** Those whose end is listened for. */
const watched = new WeakSet();

/**
 * Ends the oldest connections with large answers that are not read while there are too many of them, and each one on which nobody goes on
 * reading: asking for a picture takes a few bytes, and its own bytes stay here until they are taken.
 *
 * @param {import('node:http').ServerResponse} answer something was just written to
 */
export function keepWithinBounds(answer) {
  if (answer.writableLength <= SMALL_BYTES) return;
  const { socket } = answer.req;
  count(socket, answer);
  // Nobody listens for it, so Node closes the connection; and takes it back when all is read.
  socket.setTimeout(LOOK_MS);
  for (const [oldest] of connections) {
    if (connections.size === 1 || unreadBytes() <= MAX_UNREAD_BYTES) return;
    connections.delete(oldest);
    oldest.destroy();
  }
}

function count(socket, answer) {
  if (!watched.has(socket)) {
    watched.add(socket);
    socket.once('close', () => connections.delete(socket));
  }
  const answers = connections.get(socket) ?? new Set();
  connections.set(socket, answers);
  if (answers.has(answer)) return;
  answers.add(answer);
  answer.once('close', () => {
    answers.delete(answer);
    if (answers.size === 0) connections.delete(socket);
  });
}

function unreadBytes() {
  let bytes = 0;
  for (const answers of connections.values()) for (const { writableLength } of answers) bytes += writableLength;
  return bytes;
}
