import type { IncomingMessage, ServerResponse } from 'node:http';
import { ADDRESS_HEADER } from '../admission';
import type { Endpoint } from '../endpoint';
import { REQUEST_ID_HEADER } from '../log/request-id';
import { createRequestLog } from '../log/request-log';
import { ORIGINAL_METHOD_HEADER } from '../methods';
import { requestOf, serveOnNode } from '../node-adapter';
import { needsHandler, type ResponseCache } from '../response-cache/response-cache';
import type { Match, Router } from '../router';
import { outcomeOf, type ServeParts } from '../serve';
import type { PictureAnswer } from './picture-answer';
import { requestHead } from './request-head';

/** Sends the response to a request for a public picture and returns true, or returns false without touching the request. */
export type SendPicture = (incoming: IncomingMessage, outgoing: ServerResponse, requestId: string) => boolean;

/** Set by the server for requests that it passes on. Here they are as the client sent them. */
const OF_THE_SERVER = [ADDRESS_HEADER, ORIGINAL_METHOD_HEADER, REQUEST_ID_HEADER];

/** Paths that `server/target.mjs` leaves as they are: without escapes, and without segments that are empty or start with a dot. */
const CANONICAL = /^(?:\/[\w-][\w.-]*)+$/;

export interface SendPictureParts {
  /** The public origin. */
  baseUrl: string;
  parts: ServeParts;
  sendStored: ResponseCache['send'];
}

/**
 * Sends stored responses, and to GET also pictures that are not stored yet. Those need neither `Request` and `Response` nor most of what
 * `serve` does for other endpoints, a quarter of the main thread's CPU for such a request. `serve` renders failures.
 */
export function createSendPicture(router: Router, { baseUrl, parts, sendStored }: SendPictureParts): SendPicture {
  const { services, metrics, responses, log } = parts;
  /** Other requests are not matched twice. */
  const roots = new Set(router.routes.filter((route) => route.endpointFor('GET').picture).map(({ path }) => rootOf(path)));

  async function send(
    { endpoint, params }: Match,
    picture: NonNullable<Endpoint['picture']>,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    requestId: string,
  ): Promise<void> {
    const dialect = endpoint.dialect ?? 'none';
    const head = requestHead(baseUrl, incoming);
    const start = performance.now();
    const entry = createRequestLog({ method: 'GET', url: head.url }, { requestId, dialect, log, start });
    const sequence = responses?.sequence ?? 0;
    let answer: PictureAnswer;
    try {
      answer = await picture(head, params, services);
    } catch (error) {
      const request = requestOf(incoming, baseUrl);
      for (const name of OF_THE_SERVER) request.headers.delete(name);
      request.headers.set(REQUEST_ID_HEADER, requestId);
      return serveOnNode({ endpoint: failing(endpoint, error), params }, request, incoming, outgoing, { ...parts, start });
    }
    const { status, headers, body } = answer;
    responses?.storeAnswer(incoming, answer, sequence);
    const outcome = outcomeOf(status);
    if (metrics) metrics.tally('requests', { dialect, outcome }).total += 1;
    entry.finished(outcome, status);
    outgoing.writeHead(status, { ...headers, 'x-request-id': requestId }).end(body ?? undefined);
  }

  return (incoming, outgoing, requestId) => {
    if (sendStored(incoming, outgoing, requestId)) return true;
    const { method, url = '' } = incoming;
    const [path = ''] = url.split('?', 1);
    if (method !== 'GET' || !roots.has(rootOf(path)) || !CANONICAL.test(path) || needsHandler(incoming)) return false;
    const found = router.find(method, path);
    const picture = found?.endpoint.picture;
    if (!picture) return false;
    send(found, picture, incoming, outgoing, requestId).catch(() => outgoing.destroy());
    return true;
  };
}

/** First segment of a path. */
function rootOf(path: string): string {
  return path.split('/', 2)[1] ?? '';
}

/** The same endpoint with this failure in place of its result. */
function failing(endpoint: Endpoint, error: unknown): Endpoint {
  return { ...endpoint, use: (run) => endpoint.use((definition) => run({ ...definition, core: () => Promise.reject(error) })) };
}
