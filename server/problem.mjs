import { randomUUID } from 'node:crypto';

/** A problem as the native API writes one, for what its code never gets to see. */
export function problem(status, code, title, detail, details = {}) {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, code, requestId: randomUUID(), ...details });
  return { status, body, headers: { 'Content-Type': 'application/problem+json', 'Content-Length': String(Buffer.byteLength(body)) } };
}

/** @returns {null} as `admit` does for what is answered */
export function sendProblem(response, status, code, title, detail, details, more = {}) {
  const { body, headers } = problem(status, code, title, detail, details);
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', ...more }).end(body);
  return null;
}
