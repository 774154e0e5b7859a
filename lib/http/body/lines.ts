import { AvatarError, isAvatarError } from '@/lib/errors';
import type { BodyStream } from './body';

/** A line of a body, numbered from one; or why it was not kept. Its bytes count as held until the next line is asked for. */
export type Line = { number: number; bytes: Uint8Array } | { number: number; error: AvatarError };

const NEWLINE = 0x0a;

/** Pieces that are joined to one: a slow sender's piece of one byte takes some hundred bytes of memory. */
const PIECES_JOINED = 1024;

/**
 * Yields the lines of a body one by one as they arrive, without empty ones. A line that is too long, or that does not fit into memory, is
 * skipped and those after it are read.
 *
 * @param limitBytes most bytes of one line
 * @param maxLines most lines, with empty ones; the error of the one after them is the last result
 * @throws AvatarError truncated_body, malformed_body, unsupported_encoding, body_too_slow
 */
export async function* readLines(
  { chunks, reservation }: BodyStream,
  { limitBytes, maxLines }: { limitBytes: number; maxLines: number },
): AsyncGenerator<Line> {
  let pieces: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  let held = 0;
  let error: AvatarError | null = null;
  let number = 1;

  function keep(piece: Uint8Array): void {
    if (error) return;
    try {
      if (held + piece.byteLength > limitBytes) throw lineTooLong(limitBytes);
      reservation.add(piece.byteLength);
      held += piece.byteLength;
      small.push(piece);
      if (small.length >= PIECES_JOINED) join();
    } catch (reason) {
      if (!isAvatarError(reason)) throw reason;
      drop();
      error = reason;
    }
  }

  function join(): void {
    pieces.push(Buffer.concat(small));
    small = [];
  }

  function drop(): void {
    [pieces, small] = [[], []];
    reservation.release(held);
    held = 0;
  }

  function* end(): Generator<Line> {
    if (error) yield { number, error };
    else if (held > 0) yield { number, bytes: Buffer.concat([...pieces, ...small]) };
    drop();
    error = null;
    number += 1;
  }

  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      if (number > maxLines) return yield { number, error: tooManyLines(maxLines) };
      keep(chunk.subarray(from, at));
      yield* end();
      from = at + 1;
    }
    if (number > maxLines && from < chunk.byteLength) return yield { number, error: tooManyLines(maxLines) };
    keep(chunk.subarray(from));
  }
  yield* end();
}

function lineTooLong(limitBytes: number): AvatarError {
  return new AvatarError('file_too_large', `The line is too long. Expected at most ${limitBytes} bytes.`, { limitBytes });
}

function tooManyLines(maxLines: number): AvatarError {
  return new AvatarError('invalid_request', `Expected at most ${maxLines} lines.`);
}
