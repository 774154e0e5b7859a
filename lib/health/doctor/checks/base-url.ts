import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
import { type Identity, NONCE_HEADER, PROOF_HEADER } from '../identity';
import { WEB_FAILURES, type Web, WebError } from '../web';

export interface BaseUrlPort {
  baseUrl: string;
  web: Web;
  /** null: the secret is not known yet. */
  identity: Pick<Identity, 'newNonce' | 'proofOf'> | null;
}

const REACH_ADVICE =
  'Set BASE_URL to the address that people open, and let its proxy pass requests on to this server. Some routers do not pass on connections from inside: then open BASE_URL/api/health/live from another network.';

/** Whether the public address leads to this installation. */
export const baseUrlCheck = ({ baseUrl, web, identity }: BaseUrlPort): Check => ({
  id: 'base-url',
  title: 'Public address (BASE_URL)',
  run: async (signal) => joined([ofAddress(new URL(baseUrl)), await ofAnswer(web, identity, signal)]),
});

/** A host name that means the machine itself, wherever it is used. */
export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
  return /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function ofAddress(url: URL): Verdict {
  if (isLoopback(url))
    return warning(
      'BASE_URL is an address of this machine alone: others cannot open it.',
      'Set BASE_URL to the public address, such as https://pictures.example.org.',
    );
  if (url.protocol === 'http:')
    return warning(
      'BASE_URL begins with http: passwords and cookies are sent without encryption.',
      'Put a proxy with a TLS certificate in front (docs/deploy.md), and set BASE_URL to its https address.',
    );
  return ok('BASE_URL is encrypted.');
}

async function ofAnswer(web: Web, identity: BaseUrlPort['identity'], signal: AbortSignal): Promise<Verdict> {
  const nonce = identity?.newNonce();
  try {
    const headers = nonce === undefined ? undefined : { [NONCE_HEADER]: nonce };
    const { status, headers: answered } = await web.request({ path: '/api/health/live', headers }, signal);
    if (status >= 300 && status < 400)
      return problem(
        'BASE_URL is answered with a redirect.',
        'Set BASE_URL to the address that it redirects to, with https if that is the difference.',
      );
    if (status === 502 || status === 504)
      return problem(
        `The proxy at BASE_URL does not reach this server (status ${status}).`,
        'Correct the address of this server in the settings of the proxy.',
      );
    if (status !== 200) return problem(`BASE_URL is answered with status ${status}, not by this server.`, REACH_ADVICE);
    if (identity === null || nonce === undefined)
      return warning(
        'A server answers at BASE_URL. Whether it is this one is not known, since there is no secret yet.',
        'Start the server once, then check again.',
      );
    if (answered[PROOF_HEADER] === identity.proofOf(nonce)) return ok('BASE_URL leads to this server, as seen from this machine.');
    return problem('Another server answers at BASE_URL, or one with another SECRET.', REACH_ADVICE);
  } catch (error) {
    if (error instanceof WebError) return problem(`BASE_URL ${WEB_FAILURES[error.reason]}.`, REACH_ADVICE);
    throw error;
  }
}
