import { randomUUID } from 'node:crypto';

/** Carries the request id of a trusted proxy. `server.mjs` sets it, and removes any value that the client sent under this name. */
export const REQUEST_ID_HEADER = 'x-proxy-request-id';

/** Letters, digits and dashes, so that an id cannot forge a log line. nginx sends 32 hexadecimal digits, others UUIDs. */
const FORMAT = /^[A-Za-z0-9_-]{8,64}$/;

/** The id of a request in logs and responses: that of the proxy if it is valid, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get(REQUEST_ID_HEADER);
  return given !== null && FORMAT.test(given) ? given : randomUUID();
}
