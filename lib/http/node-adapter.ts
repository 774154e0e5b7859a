import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { ADDRESS_HEADER } from './admission';
import { BytesResponse } from './bytes-response';
import { EVENT_STREAM } from './event-streams/event-stream';
import { REQUEST_ID_HEADER } from './log/request-id';
import { ORIGINAL_METHOD_HEADER } from './methods';
import type { ResponseCache } from './response-cache/response-cache';
import type { Router } from './router';
import { type ServeParts, serve } from './serve';

/** Serves the request and returns true, or returns false without touching it. */
export type NodeAdapter = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Serves GET and HEAD of direct endpoints, such as pictures, on Node's own request and response: finding the route and streaming the
 * body through Next.js takes four times as long as reading the picture. Next.js serves the same routes for all other requests, and for
 * every request in development.
 */
export function createNodeAdapter(router: Router, { baseUrl, parts }: { baseUrl: string; parts: ServeParts }): NodeAdapter {
  return (incoming, outgoing) => {
    const { method, url = '' } = incoming;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const [path = ''] = url.split('?', 1);
    const found = router.find(method, path);
    if (!found?.endpoint.direct) return false;
    const request = new Request(baseUrl + url, { method, headers: headersOf(incoming) });
    serve(found.endpoint, request, found.params, parts)
      .then((response) => write(response, incoming, outgoing, parts.responses))
      // `serve` turns every failure into a response, so that only broken connections remain.
      .catch(() => outgoing.destroy());
    return true;
  };
}

function headersOf({ rawHeaders, headers: { [ADDRESS_HEADER]: address, [REQUEST_ID_HEADER]: requestId } }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  // Raw headers contain the values that the client sent under these names.
  headers.delete(ADDRESS_HEADER);
  headers.delete(ORIGINAL_METHOD_HEADER);
  headers.delete(REQUEST_ID_HEADER);
  if (typeof address === 'string') headers.set(ADDRESS_HEADER, address);
  if (typeof requestId === 'string') headers.set(REQUEST_ID_HEADER, requestId);
  return headers;
}

async function write(response: Response, incoming: IncomingMessage, outgoing: ServerResponse, responses?: ResponseCache): Promise<void> {
  if (response.headers.get('content-type') === EVENT_STREAM && response.body) return stream(response.body, response, outgoing);
  const body = await bodyOf(response);
  const headers = Object.fromEntries(response.headers);
  // The body is sent whole, so that caches and progress bars know its length.
  if (body) headers['content-length'] = String(body.byteLength);
  responses?.store(incoming, response, headers, body);
  outgoing.writeHead(response.status, headers).end(incoming.method === 'HEAD' ? undefined : body);
}

async function bodyOf(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response instanceof BytesResponse) return response.content;
  return response.body === null ? null : new Uint8Array(await response.arrayBuffer());
}

/** Sends chunks as they come. @throws if the client closes the connection, or the body fails */
async function stream(body: ReadableStream<Uint8Array>, { status, headers }: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(status, Object.fromEntries(headers)).flushHeaders();
  await pipeline(Readable.fromWeb(body as NodeReadableStream), outgoing);
}
