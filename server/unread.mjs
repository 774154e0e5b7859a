/** Most bytes of all answers that are in memory because their clients have not read them: fifteen of the largest pictures. */
const MAX_UNREAD_BYTES = 256 * 1024 * 1024;

/** Answers with less than this left are not looked at: the connection itself holds as much, and nobody fills the memory with them. */
const SMALL_BYTES = 64 * 1024;

/** How long a client may read nothing of an answer that is complete, in milliseconds. Node looks at whether anything was taken. */
const STALLED_MS = 30_000;

/** Answers that were large when they were written, the oldest first. */
const answers = new Set();

/**
 * Ends the oldest of the large answers that are not read while there are too many of them, and each one that nobody goes on reading:
 * asking for a picture takes a few bytes, and its own bytes stay here until they are taken.
 *
 * @param {import('node:http').ServerResponse} answer something was just written to
 */
export function keepWithinBounds(answer) {
  if (answer.writableLength <= SMALL_BYTES) return;
  if (!answers.has(answer)) {
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
  }
  // Nobody listens for it, so Node closes the connection.
  if (answer.writableEnded) answer.setTimeout(STALLED_MS);
  for (const oldest of answers) {
    if (answers.size === 1 || unread() <= MAX_UNREAD_BYTES) return;
    answers.delete(oldest);
    oldest.destroy();
  }
}

function unread() {
  let bytes = 0;
  for (const { writableLength } of answers) bytes += writableLength;
  return bytes;
}
