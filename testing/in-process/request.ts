import { ADDRESS_HEADER } from '@/lib/http/admission';
import { METHODS, ORIGINAL_METHOD_HEADER } from '@/lib/http/methods';

/** Options of a request besides its method and path. */
export interface AskOptions {
  headers?: Record<string, string>;
  /** Sent with its length, as clients do, unless it is a stream. */
  body?: BodyInit;
  /** Sent as a JSON body with its content type. */
  json?: unknown;
  /** The IP address of the client. */
  from?: string;
}

/** Methods that are sent as they are. Any other one is sent as OPTIONS with its name in a header, as the server does. */
const SUPPORTED: readonly string[] = [...METHODS, 'HEAD'];
const WITH_BODY = ['POST', 'PUT', 'PATCH'];

/** The request as the server passes it to the router. */
export async function buildRequest(url: string, method: string, options: AskOptions): Promise<Request> {
  const { json, from = '192.0.2.1' } = options;
  const headers = new Headers(options.headers);
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const given = json === undefined ? options.body : JSON.stringify(json);
  headers.set(ADDRESS_HEADER, from);
  const sent = SUPPORTED.includes(method) ? method : 'OPTIONS';
  if (sent !== method) headers.set(ORIGINAL_METHOD_HEADER, method);
  if (given instanceof ReadableStream) {
    const init: RequestInit & { duplex: 'half' } = { method: sent, headers, body: given, duplex: 'half' };
    return new Request(url, init);
  }
  const body = given instanceof FormData || given instanceof Blob ? await encode(given, headers) : given;
  const request = new Request(url, { method: sent, headers, body });
  // A Request knows the content type of its body and not the length.
  const length = body === undefined ? (WITH_BODY.includes(method) ? 0 : undefined) : byteLengthOf(body);
  if (length !== undefined && !headers.has('content-length')) request.headers.set('content-length', String(length));
  return request;
}

/** The bytes of a form or a file. Sets its content type unless the headers have one. */
async function encode(body: FormData | Blob, headers: Headers): Promise<ArrayBuffer> {
  const encoded = new Response(body);
  const type = encoded.headers.get('content-type');
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  return encoded.arrayBuffer();
}

function byteLengthOf(body: string | URLSearchParams | ArrayBuffer | ArrayBufferView): number {
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? body.byteLength : Buffer.byteLength(String(body));
}
