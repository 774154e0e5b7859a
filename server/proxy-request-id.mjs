/** Letters, digits and dashes, so that an id cannot forge a log line. nginx sends 32 hexadecimal digits, others UUIDs. */
const FORMAT = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * The request id that a trusted proxy sent.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {(address: string, hop: number) => boolean} isTrusted
 * @returns {string | undefined} undefined if there is none that is valid, or if a client sent it
 */
export function proxyRequestId({ headers, socket }, isTrusted) {
  const id = headers['x-request-id'];
  return id !== undefined && FORMAT.test(id) && isTrusted(socket.remoteAddress ?? '', 0) ? id : undefined;
}
