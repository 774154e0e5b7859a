import { ADDRESS_HEADER } from '@/lib/http/admission';
import { ASKED_METHOD_HEADER, type Method } from '@/lib/http/methods';

/** What a test says about a request besides its method and path. */
export interface AskOptions {
  headers?: Record<string, string>;
  /** Sent with its length, as clients do, unless it is a stream. */
  body?: BodyInit;
  /** Sent as a JSON body with its content type. */
  json?: unknown;
  /** The IP address of the client. */
  from?: string;
}

/** Methods of route handlers. HEAD is answered by GET, and any other method by OPTIONS, which sees its name in a header. */
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] satisfies Method[];
const WITH_BODY = ['POST', 'PUT', 'PATCH'];

/** The request as the server hands it to a route handler, and the method of that handler. */
export async function buildRequest(url: string, method: string, options: AskOptions): Promise<{ request: Request; routed: Method }> {
  const { json, from = '192.0.2.1' } = options;
  const headers = new Headers(options.headers);
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const given = json === undefined ? options.body : JSON.stringify(json);
  headers.set(ADDRESS_HEADER, from);
  const routed = method === 'HEAD' ? 'GET' : METHODS.includes(method) ? (method as Method) : 'OPTIONS';
  if (routed === 'OPTIONS' && method !== routed) headers.set(ASKED_METHOD_HEADER, method);
  const sent = routed === 'OPTIONS' ? routed : method;
  if (given instanceof ReadableStream) {
    const init: RequestInit & { duplex: 'half' } = { method: sent, headers, body: given, duplex: 'half' };
    return { request: new Request(url, init), routed };
  }
  // A Request knows the content type of its body and not the length.
  const unsized = new Request(url, { method: sent, headers, body: given });
  const bytes = given === undefined ? undefined : await unsized.arrayBuffer();
  const request = new Request(url, { method: sent, headers: unsized.headers, body: bytes });
  const length = bytes?.byteLength ?? (WITH_BODY.includes(method) ? 0 : undefined);
  if (length !== undefined && !headers.has('content-length')) request.headers.set('content-length', String(length));
  return { request, routed };
}
