import { AvatarError } from '@/lib/errors';
import { MAX_BOUNDARY_PADDING, MULTIPART_OVERHEAD_BYTES } from '../limits';

/** Parser events. Each part yields its headers, any number of content chunks, and an end. */
export type MultipartEvent = { kind: 'headers'; headers: PartHeaders } | { kind: 'content'; bytes: Uint8Array } | { kind: 'end' };

/** Values by lower-case header name. Of repeated headers the first one counts. */
export type PartHeaders = ReadonlyMap<string, string>;

const CRLF = Buffer.from('\r\n');
const BLANK_LINE = Buffer.from('\r\n\r\n');

/**
 * Parses a multipart body (RFC 2046 section 5.1.1, RFC 7578). The parser pulls its input and waits for nothing else, so it ends when the
 * input ends. It skips the preamble, the epilogue, and white space after a boundary.
 *
 * @param chunks the body in chunks of any size; each costs a search of the buffer
 * @throws AvatarError malformed_body; truncated_body if the closing boundary is missing
 */
export async function* parseMultipart(chunks: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<MultipartEvent> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  let state: 'preamble' | 'headers' | 'content' | 'epilogue' = 'preamble';
  // The first boundary may start the body, without the preceding line break that all others need.
  let buffer: Buffer = CRLF;
  for await (const chunk of chunks) {
    // Reads the epilogue to its end: a client that is still sending when the connection closes may miss the response.
    if (state === 'epilogue') continue;
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      if (state === 'headers') {
        const end = headersEnd(buffer, delimiter);
        if (end === undefined) break;
        yield { kind: 'headers', headers: parseHeaders(buffer.toString('utf8', 0, end)) };
        // In an empty part, the line break of the blank line is also that of the next boundary.
        const isEmpty = delimiter.equals(buffer.subarray(end + CRLF.byteLength, end + CRLF.byteLength + delimiter.byteLength));
        buffer = buffer.subarray(end + (isEmpty ? CRLF : BLANK_LINE).byteLength);
        state = 'content';
      }
      const { contentEnd, next, found } = findBoundary(buffer, delimiter);
      if (state === 'content' && contentEnd > 0) yield { kind: 'content', bytes: buffer.subarray(0, contentEnd) };
      buffer = buffer.subarray(next);
      if (found === 'none') break;
      if (state === 'content') yield { kind: 'end' };
      state = found === 'closing' ? 'epilogue' : 'headers';
      if (state === 'epilogue') break;
    }
  }
  if (state !== 'epilogue') throw new AvatarError('truncated_body', 'The body was cut short: its closing boundary is missing.');
}

/**
 * Finds the end of the headers of a part, in a buffer that begins with the line break of its boundary. Returns undefined if more input is
 * needed, also to tell whether a boundary follows.
 */
function headersEnd(buffer: Buffer, delimiter: Buffer): number | undefined {
  const end = buffer.indexOf(BLANK_LINE);
  const boundary = buffer.indexOf(delimiter);
  if (boundary !== -1 && (end === -1 || boundary < end)) {
    throw new AvatarError('malformed_body', 'Malformed multipart body: expected a blank line after the headers of a part, got a boundary.');
  }
  if ((end === -1 ? buffer.byteLength : end) > MULTIPART_OVERHEAD_BYTES) {
    throw new AvatarError('malformed_body', `Form fields and part headers too large: expected at most ${MULTIPART_OVERHEAD_BYTES} bytes.`);
  }
  return end === -1 || buffer.byteLength < end + BLANK_LINE.byteLength + delimiter.byteLength ? undefined : end;
}

/** Header lines by name, folded ones joined (RFC 5322 section 2.2.3). Lines without a colon are skipped. */
function parseHeaders(text: string): PartHeaders {
  const headers = new Map<string, string>();
  for (const line of text.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

interface FoundBoundary {
  /** Bytes before the boundary. Without a boundary: bytes that cannot be part of one. */
  contentEnd: number;
  /** Where to continue: the line break after the boundary, or the bytes to scan again with more input. */
  next: number;
  found: 'none' | 'part' | 'closing';
}

function findBoundary(buffer: Buffer, delimiter: Buffer): FoundBoundary {
  for (let from = 0; ; ) {
    const at = buffer.indexOf(delimiter, from);
    if (at === -1) {
      const contentEnd = Math.max(from, buffer.byteLength - delimiter.byteLength + 1);
      return { contentEnd, next: contentEnd, found: 'none' };
    }
    const after = at + delimiter.byteLength;
    // More than may follow a boundary, and short enough for a string.
    const line = buffer.toString('latin1', after, after + MAX_BOUNDARY_PADDING + 2);
    const [padding = ''] = /^[ \t]*/.exec(line) ?? [];
    if (line.startsWith('--')) return { contentEnd: at, next: after, found: 'closing' };
    if (line.startsWith('\r\n', padding.length)) return { contentEnd: at, next: after + padding.length, found: 'part' };
    if (padding.length > MAX_BOUNDARY_PADDING) {
      throw new AvatarError(
        'malformed_body',
        `Malformed multipart body: expected at most ${MAX_BOUNDARY_PADDING} spaces after a boundary.`,
      );
    }
    const rest = line.slice(padding.length);
    if (rest === '' || rest === '\r' || line === '-') return { contentEnd: at, next: at, found: 'none' };
    // A longer line that begins with the boundary is content.
    from = at + 1;
  }
}
