import { type Check, joined, ok, problem, type Verdict, warning } from '../finding';
import { type Identity, NONCE_HEADER, PROOF_HEADER } from '../identity';
import { observation, remedy } from '../texts';
import { type Web, WebError } from '../web';

export interface BaseUrlPort {
  baseUrl: string;
  web: Web;
  /** null: the secret is not known yet. */
  identity: Pick<Identity, 'newNonce' | 'proofOf'> | null;
}

/** Whether the public address leads to this installation. */
export const baseUrlCheck = ({ baseUrl, web, identity }: BaseUrlPort): Check => ({
  id: 'base-url',
  run: async (signal) => joined([ofAddress(new URL(baseUrl)), await ofAnswer(web, identity, signal)]),
});

/** A host name that means the machine itself, wherever it is used. */
export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
  return /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function ofAddress(url: URL): Verdict {
  if (isLoopback(url)) return warning(observation('base_url_local'), remedy('set_base_url'));
  if (url.protocol === 'http:') return warning(observation('base_url_unencrypted'), remedy('encrypt'));
  return ok(observation('base_url_encrypted'));
}

async function ofAnswer(web: Web, identity: BaseUrlPort['identity'], signal: AbortSignal): Promise<Verdict> {
  const nonce = identity?.newNonce();
  try {
    const headers = nonce === undefined ? undefined : { [NONCE_HEADER]: nonce };
    const { status, headers: answered } = await web.request({ path: '/api/health/live', headers }, signal);
    if (status >= 300 && status < 400) return problem(observation('base_url_redirect'), remedy('follow_redirect'));
    if (status === 502 || status === 504) return problem(observation('base_url_bad_gateway', { status }), remedy('correct_upstream'));
    if (status !== 200) return problem(observation('base_url_status', { status }), remedy('reach_server'));
    if (identity === null || nonce === undefined) return warning(observation('base_url_unproved'), remedy('start_once'));
    if (answered[PROOF_HEADER] === identity.proofOf(nonce)) return ok(observation('base_url_proved'));
    return problem(observation('base_url_other'), remedy('reach_server'));
  } catch (error) {
    if (!(error instanceof WebError)) throw error;
    return problem(observation('base_url_unreached', { failure: error.reason }), remedy('reach_server'));
  }
}
