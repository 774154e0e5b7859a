import type { Failure, WireError } from '@/lib/http/endpoint';
import { retryAfter } from '@/lib/http/retry-after';

/** All JSON of this API, successes and failures, is HTTP 200; what became of the call is in `code`. */
export const PRIVATE = { 'Cache-Control': 'private, no-cache' };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `{"code":0,"msg":""}`, with `data` only where there is some. */
export function success(data?: unknown): Response {
  return Response.json({ code: 0, data, msg: '' }, { headers: PRIVATE });
}

/** How the request itself could not be understood: the original gives no `correlation_id` for that. */
export function binding(code: number, msg?: string): WireError {
  return ({ error }) => Response.json({ code, msg: msg ?? error.message }, { headers: PRIVATE });
}

/** Every other failure. @param msg the message of the failure itself unless given */
export function failure(code: number, msg?: string): WireError {
  return (failed) => {
    const body = { code, msg: msg ?? failed.error.message, correlation_id: correlationId(failed) };
    return Response.json(body, { headers: { ...PRIVATE, ...retryAfter(failed.error.details) } });
  };
}

/** The id that the client gave its request, or ours, which the log and `X-Request-Id` have as well. */
function correlationId({ request, requestId }: Failure): string {
  const sent = request.headers.get('x-cr-correlation-id') ?? '';
  return UUID.test(sent) ? sent : requestId;
}
