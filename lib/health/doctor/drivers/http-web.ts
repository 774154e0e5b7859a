import { Readable } from 'node:stream';
import { Agent, type Dispatcher, request as send } from 'undici';
import { type Web, WebError, type WebFailure } from '../web';

/** Bytes of a body that are read. Larger answers are not of this server. */
const MAX_TEXT_BYTES = 64 * 1024;

const CHUNK = new Uint8Array(64 * 1024);

/** Requests to the installation at this address. Follows no redirects, and sends no credentials. */
export function httpWeb(baseUrl: string): Web {
  return {
    async request({ path, headers = {}, upload }, signal) {
      // For each request its own: a connection that breaks must not leave anything behind.
      const agent = new Agent({ maxResponseSize: MAX_TEXT_BYTES });
      try {
        const response = await send(baseUrl + path, {
          dispatcher: agent,
          signal,
          method: upload ? 'POST' : 'GET',
          headers: { 'user-agent': 'Likeness doctor', ...headers, ...(upload && { 'content-length': String(upload.bytes) }) },
          body: upload ? Readable.from(zeros(upload.bytes)) : null,
        });
        return { status: response.statusCode, headers: joinedHeaders(response.headers), text: await textOf(response) };
      } catch (cause) {
        throw new WebError(signal.aborted ? 'timeout' : failureOf(cause), { cause });
      } finally {
        void agent.destroy();
      }
    },
  };
}

/** The start of the body. Large bodies, such as pictures, are not needed. */
async function textOf({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  if (Number(headers['content-length'] ?? 0) <= MAX_TEXT_BYTES && !String(headers['content-type']).startsWith('image/')) return body.text();
  // Otherwise the error of the closed connection would have no listener.
  body.on('error', () => {}).destroy();
  return '';
}

function* zeros(bytes: number): Generator<Uint8Array> {
  for (let left = bytes; left > 0; left -= CHUNK.byteLength) yield CHUNK.subarray(0, Math.min(left, CHUNK.byteLength));
}

function joinedHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

/** Codes of Node's sockets and of undici. Those of TLS have no common form. */
const REASONS: Record<string, WebFailure> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
};

function failureOf(error: unknown): WebFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) return 'certificate';
  return REASONS[code] ?? 'failed';
}
