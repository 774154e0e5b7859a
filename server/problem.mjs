import { randomUUID } from 'node:crypto';

/** A problem document as the native API writes it, for requests that do not reach its code. */
export function problem(status, code, title, detail, details = {}) {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, code, requestId: randomUUID(), ...details });
  return { status, body, headers: { 'Content-Type': 'application/problem+json', 'Content-Length': String(Buffer.byteLength(body)) } };
}

/** @returns {null} for `admit`: the response is sent */
export function sendProblem(response, status, code, title, detail, details, more = {}) {
  const { body, headers } = problem(status, code, title, detail, details);
  response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', ...more }).end(body);
  return null;
}
