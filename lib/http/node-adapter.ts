import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { BytesResponse } from './bytes-response';
import { EVENT_STREAM } from './event-streams/event-stream';
import type { ResponseCache } from './response-cache/response-cache';
import type { Match, Router } from './router';
import { type ServeParts, serve } from './serve';

/** Serves the request and returns true, or returns false without touching it. */
export type NodeAdapter = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Serves GET and HEAD of the endpoints that allow it, such as pictures, on Node's own request and response: finding the route and streaming
 * the body through Next.js takes four times as long as reading the picture. Next.js serves the same routes for all other requests, and for
 * every request in development.
 */
export function createNodeAdapter(router: Router, { baseUrl, parts }: { baseUrl: string; parts: ServeParts }): NodeAdapter {
  return (incoming, outgoing) => {
    const { method, url = '' } = incoming;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const [path = ''] = url.split('?', 1);
    const found = router.find(method, path);
    if (!found?.endpoint.nodeAdapter) return false;
    // `serve` turns every failure into a response, so that only broken connections remain.
    serveOnNode(found, requestOf(incoming, baseUrl), incoming, outgoing, parts).catch(() => outgoing.destroy());
    return true;
  };
}

/** Serves a request and sends the response. @throws if the connection breaks */
export async function serveOnNode(
  { endpoint, params }: Match,
  request: Request,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  parts: ServeParts,
): Promise<void> {
  const response = await serve(endpoint, request, params, parts);
  if (response.headers.get('content-type') === EVENT_STREAM && response.body) await stream(response.body, response, outgoing);
  else if (response instanceof BytesResponse) write(response, response.content, incoming, outgoing, parts.responses);
  else write(response, await bodyOf(response), incoming, outgoing, parts.responses);
}

/** The `Request` of GET or HEAD. */
export function requestOf(incoming: IncomingMessage, baseUrl: string): Request {
  const { method = 'GET', url = '' } = incoming;
  return new Request(baseUrl + url, { method, headers: headersOf(incoming) });
}

/** Repeated headers as Node combines them, and Next.js reads them: the first `Authorization`, all cookies. */
function headersOf({ headers: sent }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(sent)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}

function write(
  response: Response,
  body: Uint8Array<ArrayBuffer> | null,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  responses?: ResponseCache,
): void {
  const headers = Object.fromEntries(response.headers);
  // The body is sent whole, so that caches and progress bars know its length.
  if (body) headers['content-length'] = String(body.byteLength);
  responses?.store(incoming, response, headers, body);
  outgoing.writeHead(response.status, withCookies(response, headers)).end(incoming.method === 'HEAD' ? undefined : body);
}

/** With every `Set-Cookie`, of which a record of strings has the last one. */
function withCookies(response: Response, headers: Record<string, string>): OutgoingHttpHeaders {
  const cookies = response.headers.getSetCookie();
  return cookies.length > 1 ? { ...headers, 'set-cookie': cookies } : headers;
}

async function bodyOf(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  return response.body === null ? null : new Uint8Array(await response.arrayBuffer());
}

/** Sends chunks as they come. @throws if the client closes the connection, or the body fails */
async function stream(body: ReadableStream<Uint8Array>, { status, headers }: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(status, Object.fromEntries(headers)).flushHeaders();
  await pipeline(Readable.fromWeb(body as NodeReadableStream), outgoing);
}
