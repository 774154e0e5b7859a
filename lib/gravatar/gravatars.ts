import { createHash } from 'node:crypto';
import { Agent, type buildConnector, type Dispatcher, request } from 'undici';
import { GRAVATAR_TIMEOUT_MS, MAX_GRAVATAR_BYTES, MAX_GRAVATAR_REDIRECTS } from '@/lib/avatars/limits';
import type { AvatarService, GravatarAnswer, Gravatars } from '@/lib/avatars/ports';
import { LARGEST_SIZE } from '@/lib/imaging/sizes';
import { publicConnector } from './public-address';
import { gravatarHost, PUBLIC_SERVICE } from './service';

export const REDIRECTS = [301, 302, 303, 307, 308];

export interface GravatarsParts {
  /** Configured by the administrator, and may be in a private network; undefined for the public service. */
  baseUrl: string | undefined;
  /** Receives the cause of a failure. It contains no e-mail address and no hash of one. */
  report: (error: unknown) => void;
  timeoutMs?: number;
  connect?: buildConnector.connector;
}

/** A Gravatar client with bounds on addresses (no private ones), bytes and time. */
export function createGravatars({
  baseUrl,
  report,
  timeoutMs = GRAVATAR_TIMEOUT_MS,
  connect = publicConnector(),
}: GravatarsParts): Gravatars & AvatarService {
  const base = baseUrl ?? PUBLIC_SERVICE;

  return {
    pictureOf: (email, signal) => pictureOfHash(hash(email), signal),
    pictureOfHash,
  };

  async function pictureOfHash(hash: string, signal?: AbortSignal): Promise<GravatarAnswer> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
    // New agents for each request: an aborted response must not leave an open connection behind.
    const bounds = { maxResponseSize: MAX_GRAVATAR_BYTES };
    const agents = { trusted: new Agent(bounds), public: new Agent({ ...bounds, connect }) };
    try {
      return await requestPicture(new URL(`${base}/avatar/${hash}?s=${LARGEST_SIZE}&d=404`), agents, ended);
    } catch (cause) {
      if (!signal?.aborted) report(new Error(`No picture from ${gravatarHost(baseUrl)}`, { cause }));
      return { kind: 'failed' };
    } finally {
      for (const agent of Object.values(agents)) void agent.destroy();
    }
  }

  async function requestPicture(start: URL, agents: { trusted: Agent; public: Agent }, signal: AbortSignal): Promise<GravatarAnswer> {
    let url = start;
    let trusted = baseUrl !== undefined;
    for (let hops = 0; hops <= MAX_GRAVATAR_REDIRECTS; hops += 1) {
      const response = await request(url, { dispatcher: trusted ? agents.trusted : agents.public, signal, headers: HEADERS });
      if (!REDIRECTS.includes(response.statusCode)) return readAnswer(response);
      url = redirectTarget(response, url);
      // The administrator trusts one origin. After a redirect elsewhere every later hop is untrusted.
      trusted &&= url.origin === start.origin;
    }
    throw new Error(`Expected at most ${MAX_GRAVATAR_REDIRECTS} redirects, got more`);
  }
}

export const HEADERS = { accept: 'image/*', 'user-agent': 'Likeness' };

/** Gravatar's current hash; older clients use MD5. */
function hash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}

async function readAnswer({ statusCode, body }: Dispatcher.ResponseData): Promise<GravatarAnswer> {
  if (statusCode === 404) return { kind: 'none' };
  if (statusCode !== 200) throw new Error(`Expected 200, 404 or a redirect, got ${statusCode}`);
  return { kind: 'picture', bytes: await body.bytes() };
}

export function redirectTarget({ statusCode, headers: { location } }: Dispatcher.ResponseData, from: URL): URL {
  if (typeof location !== 'string' || !URL.canParse(location, from)) throw new Error(`Expected an address with status ${statusCode}`);
  const url = new URL(location, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`Expected a redirect to http or https, got ${url.protocol}`);
  return url;
}
