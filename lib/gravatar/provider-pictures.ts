import { Agent, type buildConnector, request } from 'undici';
import { GRAVATAR_TIMEOUT_MS, MAX_GRAVATAR_BYTES, MAX_GRAVATAR_REDIRECTS } from '@/lib/avatars/limits';
import type { GravatarAnswer } from '@/lib/avatars/ports';
import { HEADERS, REDIRECTS, redirectTarget } from './gravatars';
import { publicConnector } from './public-address';

export interface ProviderPicturesParts {
  /** The provider, which the administrator has configured: pictures on the same origin may be in a private network. */
  issuer: string;
  /** Receives the cause of a failure, without the address of the picture. */
  report: (error: unknown) => void;
  timeoutMs?: number;
  connect?: buildConnector.connector;
}

/**
 * A client for pictures whose address a provider gave, which people may choose at the provider. It takes HTTPS from public addresses, and
 * what the origin of the provider has; bytes, time, redirects and the type are bounded. It sends no credentials.
 */
export function createProviderPictures({
  issuer,
  report,
  timeoutMs = GRAVATAR_TIMEOUT_MS,
  connect = publicConnector(),
}: ProviderPicturesParts): (url: string) => Promise<GravatarAnswer> {
  const { origin } = new URL(issuer);

  async function fetchFrom(start: URL, agents: { trusted: Agent; public: Agent }, signal: AbortSignal): Promise<GravatarAnswer> {
    let url = start;
    let trusted = url.origin === origin;
    for (let hops = 0; hops <= MAX_GRAVATAR_REDIRECTS; hops += 1) {
      if (!trusted && url.protocol !== 'https:') throw new Error(`Expected an https address, got ${url.protocol}`);
      const response = await request(url, { dispatcher: trusted ? agents.trusted : agents.public, signal, headers: HEADERS });
      if (!REDIRECTS.includes(response.statusCode)) return await read(response);
      url = redirectTarget(response, url);
      // After a redirect elsewhere every later hop is untrusted.
      trusted &&= url.origin === origin;
    }
    throw new Error(`Expected at most ${MAX_GRAVATAR_REDIRECTS} redirects, got more`);
  }

  return async (address) => {
    const bounds = { maxResponseSize: MAX_GRAVATAR_BYTES };
    const agents = { trusted: new Agent(bounds), public: new Agent({ ...bounds, connect }) };
    try {
      if (!URL.canParse(address)) throw new Error('Expected an address, got other text');
      return await fetchFrom(new URL(address), agents, AbortSignal.timeout(timeoutMs));
    } catch (cause) {
      report(new Error('No picture from the provider', { cause }));
      return { kind: 'failed' };
    } finally {
      for (const agent of Object.values(agents)) void agent.destroy();
    }
  };
}

async function read({ statusCode, headers, body }: Awaited<ReturnType<typeof request>>): Promise<GravatarAnswer> {
  if (statusCode === 404) return { kind: 'none' };
  if (statusCode !== 200) throw new Error(`Expected 200, 404 or a redirect, got ${statusCode}`);
  const type = String(headers['content-type'] ?? '');
  if (!/^(?:image\/|application\/octet-stream)/i.test(type)) throw new Error(`Expected a picture, got ${type.slice(0, 80) || 'no type'}`);
  return { kind: 'picture', bytes: await body.bytes() };
}
