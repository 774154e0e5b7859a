import { type Check, notReached, ok, problem, warning } from '../finding';
import { type Identity, PERMIT_HEADER } from '../identity';
import { observation, remedy } from '../texts';
import { type Web, WebError } from '../web';

export interface UploadPort {
  web: Web;
  /** null: the secret is not known yet. */
  identity: Pick<Identity, 'newPermit'> | null;
  /** Bytes of the largest request that this server takes. */
  bytes: number;
}

/** Path that discards what it receives. */
export const UPLOAD_PROBE_PATH = '/api/doctor/upload';

/** Time limit in milliseconds. Proxies end a request after 60 seconds. */
const UPLOAD_MS = 40_000;

/** Whether the proxy passes the largest upload on. */
export const uploadCheck = ({ web, identity, bytes }: UploadPort): Check => ({
  id: 'upload',
  timeoutMs: UPLOAD_MS,
  async run(signal) {
    const size = { megabytes: Math.ceil(bytes / (1024 * 1024)) };
    const raise = remedy('raise_body_limit', size);
    if (!identity) return warning(observation('not_checked_no_secret'), remedy('start_once'));
    try {
      const headers = { [PERMIT_HEADER]: identity.newPermit() };
      const { status, text } = await web.request({ path: UPLOAD_PROBE_PATH, headers, upload: { bytes } }, signal);
      if (status === 200 && receivedBytes(text) === bytes) return ok(observation('upload_whole', size));
      if (status === 413) return problem(observation('upload_too_large', size), raise);
      if (status === 429 || status === 503) return warning(observation('upload_busy', { ...size, status }), remedy('check_later'));
      return problem(observation('upload_lost', { ...size, status }), remedy('mend_base_url'));
    } catch (error) {
      if (!(error instanceof WebError)) throw error;
      if (error.reason === 'closed') return problem(observation('upload_closed', size), raise);
      return notReached(error);
    }
  },
});

function receivedBytes(text: string): unknown {
  try {
    return JSON.parse(text)?.bytes;
  } catch {
    return undefined;
  }
}
