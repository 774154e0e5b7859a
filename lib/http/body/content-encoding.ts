import { Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { AvatarError, isAvatarError } from '@/lib/errors';

/** Supported content codings in the form of `Accept-Encoding` (RFC 9110 section 12.5.3). */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** Creates a decompressor. The first byte distinguishes variants of a coding. */
type CreateDecompressor = (firstByte: number) => Transform;

const DECOMPRESSORS: Record<string, CreateDecompressor> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  // The zlib format (RFC 1950). Some clients send raw deflate data, whose first byte is never compression method 8 with a valid window.
  deflate: (firstByte) => ((firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
};

/**
 * Decodes the `Content-Encoding` of a request body. Without one, the chunks pass through.
 *
 * The caller bounds the output: decompression runs at most a few kilobytes ahead of it.
 *
 * @throws AvatarError unsupported_encoding before anything is read; malformed_body, truncated_body
 */
export function decompressed(request: Request, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const codings = (request.headers.get('content-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const [coding] = codings;
  if (coding === undefined) return chunks;
  const createDecompressor = DECOMPRESSORS[coding];
  if (!createDecompressor || codings.length > 1) {
    const message = `Expected the body as it is, or with Content-Encoding gzip, deflate or br; got ${codings.join(', ').slice(0, 100)}.`;
    throw new AvatarError('unsupported_encoding', message);
  }
  return decompress(chunks, coding, createDecompressor);
}

async function* decompress(
  chunks: AsyncIterable<Uint8Array>,
  coding: string,
  createDecompressor: CreateDecompressor,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const first = await source.next();
  // An empty body is valid in every coding.
  if (first.done) return;
  const transform = createDecompressor(first.value[0] ?? 0);
  let failure: unknown;
  async function* input() {
    yield first.value as Uint8Array;
    try {
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const readable = Readable.from(input(), { objectMode: false });
  readable.once('error', (error) => transform.destroy(error));
  try {
    for await (const chunk of readable.pipe(transform)) yield chunk;
  } catch (error) {
    throw failure ?? toAvatarError(error, coding);
  } finally {
    readable.destroy();
    transform.destroy();
  }
}

function toAvatarError(error: unknown, coding: string): unknown {
  if (isAvatarError(error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR' || code === 'ERR_BROTLI_DECODER_ERROR_UNEXPECTED_END') {
    return new AvatarError('truncated_body', `The body was cut short: its ${coding} data has no end.`, {}, { cause: error });
  }
  return new AvatarError('malformed_body', `The body is not valid ${coding} data.`, {}, { cause: error });
}
