import { Agent, type buildConnector, type Dispatcher, request } from 'undici';
import { MAX_WEB_PICTURE_REDIRECTS, WEB_PICTURE_TIMEOUT_MS } from '@/lib/avatars/limits';
import type { WebAnswer, WebPictures, WebRequest } from '@/lib/avatars/web/ports';
import { HEADERS, REDIRECTS } from './gravatars';
import { publicConnector } from './public-address';

export interface WebPicturesParts {
  /** Origins that may be in a private network: an administrator has configured them. */
  trustedOrigins?: readonly string[];
  /** Receives the cause of a failure, without the address. */
  report: (error: unknown) => void;
  timeoutMs?: number;
  connect?: buildConnector.connector;
}

class TooManyRedirects extends Error {
  override name = 'TooManyRedirects';
}

/** An error that `onBytes` threw: no failure of the other site. */
class Refused extends Error {
  override name = 'Refused';
}

/** A client for pictures whose addresses people type. It sends no credentials, and asks for no compression, which could hide the size. */
export function createWebPictures(parts: WebPicturesParts): WebPictures {
  const { trustedOrigins = [], report, timeoutMs = WEB_PICTURE_TIMEOUT_MS, connect = publicConnector() } = parts;
  const isTrusted = ({ origin }: URL) => trustedOrigins.includes(origin);

  function problemOf(url: URL): string | undefined {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Expected an address that begins with https:// or http://.';
    if (url.username || url.password) return 'Expected an address without a user name and a password.';
    // Any port of any host would make this server a port scanner.
    if (url.port !== '' && !isTrusted(url)) return 'Expected an address without a port.';
    return undefined;
  }

  async function follow(start: URL, agents: Agents, { signal, onBytes }: { signal: AbortSignal } & Pick<WebRequest, 'onBytes'>) {
    let url = start;
    for (let hops = 0; hops <= MAX_WEB_PICTURE_REDIRECTS; hops += 1) {
      if (problemOf(url)) throw new TooManyRedirects(`Expected a redirect to a usual address, got ${url.protocol} and port ${url.port}`);
      const dispatcher = isTrusted(url) ? agents.trusted : agents.public;
      const response = await request(url, { dispatcher, signal, headers: { ...HEADERS, 'accept-encoding': 'identity' } });
      if (!REDIRECTS.includes(response.statusCode)) return read(response, onBytes);
      // The connection is not used again, so its body needs no reading.
      response.body.on('error', () => {}).destroy();
      const { location } = response.headers;
      if (typeof location !== 'string' || !URL.canParse(location, url)) throw new TooManyRedirects('Expected an address in Location');
      url = new URL(location, url);
    }
    throw new TooManyRedirects(`Expected at most ${MAX_WEB_PICTURE_REDIRECTS} redirects, got more`);
  }

  return {
    problemOf,
    async fetch({ url, onBytes, signal }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
      // New agents for each request: an aborted response must not leave an open connection behind.
      const agents = { trusted: new Agent(), public: new Agent({ connect }) };
      try {
        return await follow(url, agents, { signal: ended, onBytes });
      } catch (cause) {
        if (cause instanceof Refused) throw cause.cause;
        if (signal?.aborted) return { kind: 'failed', reason: 'aborted' };
        report(new Error('No picture from an address', { cause }));
        if (timeout.aborted) return { kind: 'failed', reason: 'timeout' };
        return { kind: 'failed', reason: cause instanceof TooManyRedirects ? 'redirects' : 'unreachable' };
      } finally {
        for (const agent of Object.values(agents)) void agent.destroy();
      }
    },
  };
}

type Agents = Record<'trusted' | 'public', Agent>;

async function read({ statusCode, headers, body }: Dispatcher.ResponseData, onBytes: WebRequest['onBytes']): Promise<WebAnswer> {
  // Destroying the agent ends the body, and its error is not awaited elsewhere.
  body.on('error', () => {});
  if (statusCode !== 200) return { kind: 'failed', reason: 'status', httpStatus: statusCode };
  const announced = Number(headers['content-length']);
  const chunks: Uint8Array[] = [];
  const count = (bytes: number) => {
    try {
      onBytes(bytes, Number.isSafeInteger(announced) ? announced : undefined);
    } catch (cause) {
      throw new Refused('Refused by its size', { cause });
    }
  };
  count(0);
  for await (const chunk of body) {
    count(chunk.byteLength);
    chunks.push(chunk);
  }
  return { kind: 'picture', bytes: new Uint8Array(Buffer.concat(chunks)), contentType: String(headers['content-type'] ?? '') };
}
