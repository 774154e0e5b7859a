import { type Check, ok, problem, warning } from '../finding';
import { type Identity, PERMIT_HEADER } from '../identity';
import { UNREACHED_ADVICE, WEB_FAILURES, type Web, WebError } from '../web';

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
  title: 'Large uploads',
  timeoutMs: UPLOAD_MS,
  async run(signal) {
    const size = `${Math.ceil(bytes / (1024 * 1024))} MB`;
    const raise = `Let the proxy take bodies of at least ${size}, such as by client_max_body_size in nginx, or lower MAX_UPLOAD_BYTES.`;
    if (!identity) return warning('Not checked, since there is no secret yet.', 'Start the server once, then check again.');
    try {
      const headers = { [PERMIT_HEADER]: identity.newPermit() };
      const { status, text } = await web.request({ path: UPLOAD_PROBE_PATH, headers, upload: { bytes } }, signal);
      if (status === 200 && receivedBytes(text) === bytes) return ok(`An upload of ${size} arrives whole.`);
      if (status === 413) return problem(`The proxy refuses an upload of ${size} (status 413).`, raise);
      if (status === 429 || status === 503)
        return warning(`An upload of ${size} was not taken at this moment (status ${status}).`, 'Check again in a minute.');
      return problem(`An upload of ${size} does not arrive (status ${status}).`, UNREACHED_ADVICE);
    } catch (error) {
      if (!(error instanceof WebError)) throw error;
      if (error.reason === 'closed') return problem(`The connection was closed during an upload of ${size}.`, raise);
      return warning(`Not checked: BASE_URL ${WEB_FAILURES[error.reason]}.`, UNREACHED_ADVICE);
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
