import { createHash } from 'node:crypto';
import { Agent, type buildConnector, type Dispatcher, request } from 'undici';
import { GRAVATAR_TIMEOUT_MS, MAX_GRAVATAR_BYTES, MAX_GRAVATAR_REDIRECTS } from '@/lib/avatars/limits';
import type { GravatarAnswer, Gravatars } from '@/lib/avatars/ports';
import { LARGEST_SIZE } from '@/lib/imaging/sizes';
import { publicConnector } from './public-address';

const PUBLIC_SERVICE = 'https://www.gravatar.com';

/** The host that is asked, as people know it. */
export function gravatarHost(baseUrl: string | undefined): string {
  return new URL(baseUrl ?? PUBLIC_SERVICE).host.replace(/^www\./, '');
}

const REDIRECTS = [301, 302, 303, 307, 308];

export interface GravatarsParts {
  /** The administrator's, which may be in a private network; undefined: the public service. */
  baseUrl: string | undefined;
  /** Told why there was no answer. Nothing in it names a person. */
  report: (error: unknown) => void;
  timeoutMs?: number;
  connect?: buildConnector.connector;
}

/** Gravatar over HTTP, with the addresses, bytes and time bounded that it can make us spend. */
export function createGravatars({
  baseUrl,
  report,
  timeoutMs = GRAVATAR_TIMEOUT_MS,
  connect = publicConnector(),
}: GravatarsParts): Gravatars {
  const base = baseUrl ?? PUBLIC_SERVICE;

  return {
    async pictureOf(email, signal) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
      // One for this question alone: an answer that is broken off must not leave a connection behind.
      const bounds = { maxResponseSize: MAX_GRAVATAR_BYTES };
      const agents = { trusted: new Agent(bounds), public: new Agent({ ...bounds, connect }) };
      try {
        return await ask(new URL(`${base}/avatar/${hash(email)}?s=${LARGEST_SIZE}&d=404`), agents, ended);
      } catch (cause) {
        if (!signal?.aborted) report(new Error(`No picture from ${gravatarHost(baseUrl)}`, { cause }));
        return { kind: 'failed' };
      } finally {
        for (const agent of Object.values(agents)) void agent.destroy();
      }
    },
  };

  async function ask(start: URL, agents: { trusted: Agent; public: Agent }, signal: AbortSignal): Promise<GravatarAnswer> {
    let url = start;
    let trusted = baseUrl !== undefined;
    for (let hops = 0; hops <= MAX_GRAVATAR_REDIRECTS; hops += 1) {
      const response = await request(url, { dispatcher: trusted ? agents.trusted : agents.public, signal, headers: HEADERS });
      if (!REDIRECTS.includes(response.statusCode)) return read(response);
      url = target(response, url);
      // The administrator has named one origin. Once it leads elsewhere, nothing that comes after is their word.
      trusted &&= url.origin === start.origin;
    }
    throw new Error(`Expected at most ${MAX_GRAVATAR_REDIRECTS} redirects, got more`);
  }
}

const HEADERS = { accept: 'image/*', 'user-agent': 'Likeness' };

/** As Gravatar hashes an address today; MD5 is what it did before. */
function hash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}

async function read({ statusCode, body }: Dispatcher.ResponseData): Promise<GravatarAnswer> {
  if (statusCode === 404) return { kind: 'none' };
  if (statusCode !== 200) throw new Error(`Expected 200, 404 or a redirect, got ${statusCode}`);
  return { kind: 'picture', bytes: await body.bytes() };
}

function target({ statusCode, headers: { location } }: Dispatcher.ResponseData, from: URL): URL {
  if (typeof location !== 'string' || !URL.canParse(location, from)) throw new Error(`Expected an address with status ${statusCode}`);
  const url = new URL(location, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`Expected a redirect to http or https, got ${url.protocol}`);
  return url;
}
