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
  // A Request knows the content type of its body and not the length.
  const unsized = new Request(url, { method: sent, headers, body: given });
  const bytes = given === undefined ? undefined : await unsized.arrayBuffer();
  const request = new Request(url, { method: sent, headers: unsized.headers, body: bytes });
  const length = bytes?.byteLength ?? (WITH_BODY.includes(method) ? 0 : undefined);
  if (length !== undefined && !headers.has('content-length')) request.headers.set('content-length', String(length));
  return request;
}
