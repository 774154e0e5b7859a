import { AvatarError } from '@/lib/errors';
import { MAX_JSON_BYTES } from '../limits';
import type { BodyReservation } from './body-budget';
import { decompressed } from './content-encoding';
import { type ParameterizedHeader, parseHeader } from './header-parameters';
import { joined } from './joined';
import { createMinThroughput } from './min-throughput';

/** The body of one request. */
export interface RequestBody {
  readonly contentType: ParameterizedHeader;
  /** `Content-Length`; undefined for a chunked body. Node's HTTP parser accepts digits only. */
  readonly announcedBytes: number | undefined;
  /**
   * Yields the body chunk by chunk, decompressed and with small chunks joined, and stops at the limit. Reads nothing if the announced length exceeds it.
   *
   * @param limitBytes most bytes of the whole body, both as sent and decompressed
   * @throws AvatarError file_too_large, truncated_body, malformed_body, unsupported_encoding, body_too_slow, busy
   */
  readChunks(limitBytes: number, tooLarge: (limitBytes: number) => AvatarError): AsyncGenerator<Uint8Array>;
  /** Counts bytes that the request holds in memory besides its body. @throws AvatarError busy */
  reserve(bytes: number): void;
  /** A reservation that outlasts the request, for what a response holds while it is sent. Close it in every case. */
  openReservation(): BodyReservation;
  /** The body for a response that is sent while it is read. */
  stream(): BodyStream;
}

/** A body of any length. Its reader counts what it holds in memory. */
export interface BodyStream {
  /** @throws AvatarError truncated_body, malformed_body, unsupported_encoding, body_too_slow */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Outlasts that of the request. Close it in every case. */
  readonly reservation: BodyReservation;
}

/**
 * @param reservation counts the bytes that are read
 * @param openReservation opens another one, for a response that is still made while it is sent
 */
export function createRequestBody(
  request: Request,
  reservation: Pick<BodyReservation, 'add'>,
  openReservation: () => BodyReservation,
): RequestBody {
  const contentLength = request.headers.get('content-length');
  const announcedBytes = contentLength === null ? undefined : Number(contentLength);
  return {
    contentType: parseHeader(request.headers.get('content-type') ?? ''),
    announcedBytes,
    async *readChunks(limitBytes, tooLarge) {
      if (announcedBytes !== undefined && announcedBytes > limitBytes) throw tooLarge(limitBytes);
      reservation.add(0, announcedBytes);
      let size = 0;
      for await (const chunk of joined(decompressed(request, receivedChunks(request, announcedBytes, limitBytes, tooLarge)))) {
        size += chunk.byteLength;
        if (size > limitBytes) throw tooLarge(limitBytes);
        // Counts decompressed bytes, which are those held in memory.
        reservation.add(chunk.byteLength);
        yield chunk;
      }
    },
    reserve: (bytes) => reservation.add(bytes),
    openReservation,
    stream: () => ({
      chunks: decompressed(request, receivedChunks(request, announcedBytes, Number.POSITIVE_INFINITY, fileTooLarge)),
      reservation: openReservation(),
    }),
  };
}

/** The body as sent, at no less than the minimum throughput. */
async function* receivedChunks(
  request: Request,
  announced: number | undefined,
  limitBytes: number,
  tooLarge: (limitBytes: number) => AvatarError,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  const reader = request.body?.getReader();
  const minThroughput = createMinThroughput();
  while (reader) {
    const { done, value } = await minThroughput(reader.read().catch((cause) => truncated(announced, received, cause)));
    if (done) break;
    received += value.byteLength;
    // Cancelling the reader would close the connection before the response is sent.
    if (received > limitBytes) throw tooLarge(limitBytes);
    yield value;
  }
  if (announced !== undefined && received < announced) truncated(announced, received);
}

/** The whole body. @throws AvatarError file_too_large, truncated_body, malformed_body, unsupported_encoding, body_too_slow, busy */
export async function readBytes(body: RequestBody, limitBytes: number, tooLarge = fileTooLarge): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.readChunks(limitBytes, tooLarge)) chunks.push(chunk);
  return concat(chunks);
}

/** Joins chunks. Returns a Uint8Array, since JSON.stringify turns a Buffer into a list of numbers. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.concat(chunks);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The body as JSON; undefined when there is none. @throws AvatarError malformed_body, truncated_body, unsupported_encoding, body_too_slow, busy */
export async function readJson(body: RequestBody): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  const tooLarge = () => new AvatarError('malformed_body', `JSON body too large: expected at most ${MAX_JSON_BYTES} bytes.`);
  for await (const chunk of body.readChunks(MAX_JSON_BYTES, tooLarge)) chunks.push(chunk);
  if (chunks.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new AvatarError('malformed_body', 'Invalid JSON in the request body.', {}, { cause });
  }
}

export function fileTooLarge(limitBytes: number): AvatarError {
  return new AvatarError('file_too_large', `The file is too large. Expected at most ${limitBytes} bytes (${megabytes(limitBytes)}).`, {
    limitBytes,
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;
}

function truncated(announced: number | undefined, received: number, cause?: unknown): never {
  const expected = announced === undefined ? 'the end of the body' : `${announced} bytes`;
  throw new AvatarError('truncated_body', `The body was cut short: expected ${expected}, got ${received} bytes.`, {}, { cause });
}
