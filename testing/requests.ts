import { createRequestBody, type RequestBody } from '@/lib/http/body/body';
import { type BodyReservation, createBodyBudget } from '@/lib/http/body/body-budget';
import type { Services } from '@/lib/http/endpoint';

export const ADDRESS = 'https://pictures.example.org';

/** A request whose body comes in these chunks, and how many of them were taken. `Content-Length` is sent only where it is given. */
export function streamed(chunks: readonly (Uint8Array | Error)[], headers: Record<string, string> = {}) {
  const pulled = { chunks: 0, bytes: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[pulled.chunks];
        if (chunk === undefined) return controller.close();
        pulled.chunks += 1;
        if (chunk instanceof Error) return controller.error(chunk);
        pulled.bytes += chunk.byteLength;
        controller.enqueue(chunk);
      },
      cancel() {
        pulled.cancelled = true;
      },
    },
    // Chunks are produced on demand, so that the count equals the chunks that were read.
    { highWaterMark: 0 },
  );
  const init: RequestInit & { duplex: 'half' } = { method: 'PUT', headers, body, duplex: 'half' };
  return { request: new Request(`${ADDRESS}/api/me/avatar`, init), pulled };
}

/** The body of a request, which counts against no budget unless given a reservation. */
export function bodyOf(request: Request, reservation: Pick<BodyReservation, 'add'> = { add: () => {} }): RequestBody {
  return createRequestBody(request, reservation, () => createBodyBudget(0).open('a test'));
}

export function bodyless(headers: Record<string, string> = {}, method = 'GET', path = '/api/me/avatar'): Request {
  return new Request(ADDRESS + path, { method, headers });
}

export const BOUNDARY = 'a-boundary';

/** One part of a form, with headers that may be whatever a client sends. */
export function part(headers: string, content: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
}

export const filePart = (field: string, fileName: string, content: Uint8Array | string) =>
  part(`Content-Disposition: form-data; name="${field}"; filename="${fileName}"\r\nContent-Type: image/png`, content);

export const fieldPart = (field: string, value: string) => part(`Content-Disposition: form-data; name="${field}"`, value);

/** A complete form, in chunks of this number of bytes. */
export function form(
  parts: readonly Uint8Array[],
  { end = true, chunk = 65_536, type = `multipart/form-data; boundary=${BOUNDARY}` } = {},
) {
  const body = Buffer.concat([...parts, Buffer.from(end ? `--${BOUNDARY}--\r\n` : '')]);
  const chunks = [];
  for (let at = 0; at < body.byteLength; at += chunk) chunks.push(new Uint8Array(body.subarray(at, at + chunk)));
  return streamed(chunks, { 'content-type': type });
}

/** The services that reading credentials needs. */
export const SERVICES = { baseUrl: ADDRESS, sessionCookie: 'session' } as Services;
