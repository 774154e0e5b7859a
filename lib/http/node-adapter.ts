import type { IncomingMessage, ServerResponse } from 'node:http';
import { ADDRESS_HEADER } from './admission';
import { ASKED_METHOD_HEADER } from './methods';
import type { RouteHandler } from './serve';

/** An address that is answered without Next.js. The named groups of `path` are what the handler gets as `params`. */
export interface Address {
  path: RegExp;
  handler: RouteHandler;
}

/** Answers the request and returns true, or returns false and has done nothing. */
export type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Answers addresses of pictures on Node's own request and response: finding the route and streaming the body through Next.js takes
 * four times as long as reading the picture. The handlers are those of the route files, which still hold every address, answer
 * whatever is not a plain GET or HEAD, and answer everything in development.
 */
export function createNodeAdapter(addresses: readonly Address[], baseUrl: string): Answer {
  return (incoming, outgoing) => {
    const { method, url = '' } = incoming;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const [path = ''] = url.split('?', 1);
    for (const address of addresses) {
      const match = address.path.exec(path);
      if (!match) continue;
      const request = new Request(baseUrl + url, { method, headers: headersOf(incoming) });
      address
        .handler(request, { params: Promise.resolve({ ...match.groups }) })
        .then((response) => write(response, method, outgoing))
        // Handlers turn every failure into an answer; what is left is a connection that broke.
        .catch(() => outgoing.destroy());
      return true;
    }
    return false;
  };
}

function headersOf({ rawHeaders, headers: { [ADDRESS_HEADER]: address } }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  // The raw headers have what the sender said under this name.
  headers.delete(ADDRESS_HEADER);
  headers.delete(ASKED_METHOD_HEADER);
  if (typeof address === 'string') headers.set(ADDRESS_HEADER, address);
  return headers;
}

async function write(response: Response, method: string, outgoing: ServerResponse): Promise<void> {
  const body = response.body === null ? null : Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  // In one piece, so that caches and progress bars know how much is to come.
  if (body) headers['content-length'] = String(body.byteLength);
  outgoing.writeHead(response.status, headers).end(method === 'HEAD' ? undefined : body);
}
