import { AvatarError } from '@/lib/errors';
import { MAX_JSON_BYTES } from '../limits';
import type { BodyAccount } from './body-budget';
import { decompressed } from './content-encoding';
import { createMinThroughput } from './min-throughput';

const accounts = new WeakMap<Request, BodyAccount>();

/** Has the body of this request counted in an account. `serve` does this for every request, so that no endpoint can forget to. */
export function countBody(request: Request, account: BodyAccount): void {
  accounts.set(request, account);
}

/**
 * Hands over the body chunk by chunk, decompressed, and stops at the limit. When the announced length is over it already, nothing is
 * read at all.
 *
 * @param limitBytes most bytes of the whole body, as it was sent and as it is decompressed
 * @throws AvatarError file_too_large, truncated_body, malformed_body, unsupported_encoding, body_too_slow, busy
 */
export async function* readChunks(
  request: Request,
  limitBytes: number,
  tooLarge: (limitBytes: number) => AvatarError,
): AsyncGenerator<Uint8Array> {
  const account = accounts.get(request);
  const announced = announcedLength(request);
  if (announced !== undefined && announced > limitBytes) throw tooLarge(limitBytes);
  account?.add(0, announced);
  let size = 0;
  for await (const chunk of decompressed(request, receivedChunks(request, limitBytes, tooLarge))) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    // Counted as it is kept, not as it was sent.
    account?.add(chunk.byteLength);
    yield chunk;
  }
}

/** The body as it was sent, at no less than the lowest rate. */
async function* receivedChunks(
  request: Request,
  limitBytes: number,
  tooLarge: (limitBytes: number) => AvatarError,
): AsyncGenerator<Uint8Array> {
  const announced = announcedLength(request);
  let received = 0;
  const reader = request.body?.getReader();
  const minThroughput = createMinThroughput();
  while (reader) {
    const { done, value } = await minThroughput(reader.read().catch((cause) => truncated(announced, received, cause)));
    if (done) break;
    received += value.byteLength;
    // The reader is left as it is: cancelling it would close the connection before the answer is out. Nothing more is taken from it.
    if (received > limitBytes) throw tooLarge(limitBytes);
    yield value;
  }
  if (announced !== undefined && received < announced) truncated(announced, received);
}

/** The whole body. @throws AvatarError file_too_large, truncated_body, malformed_body, unsupported_encoding, body_too_slow, busy */
export async function readBytes(request: Request, limitBytes: number, tooLarge = fileTooLarge): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(request, limitBytes, tooLarge)) chunks.push(chunk);
  return concat(chunks);
}

/** One array of all chunks. No Buffer: a Buffer turns into a list of numbers where somebody makes JSON of it. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.concat(chunks);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The body as JSON; undefined when there is none. @throws AvatarError malformed_body, truncated_body, unsupported_encoding, body_too_slow, busy */
export async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  const tooLarge = () => new AvatarError('malformed_body', `JSON body too large: expected at most ${MAX_JSON_BYTES} bytes.`);
  for await (const chunk of readChunks(request, MAX_JSON_BYTES, tooLarge)) chunks.push(chunk);
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

/** `Content-Length`, or undefined for a chunked body. Node's HTTP parser refuses anything but digits. */
export function announcedLength(request: Request): number | undefined {
  const header = request.headers.get('content-length');
  return header === null ? undefined : Number(header);
}

function truncated(announced: number | undefined, received: number, cause?: unknown): never {
  const expected = announced === undefined ? 'the end of the body' : `${announced} bytes`;
  throw new AvatarError('truncated_body', `The body was cut short: expected ${expected}, got ${received} bytes.`, {}, { cause });
}
