import type { Failure, FailureCode, WireError } from '@/lib/http/endpoint';

/** All JSON of this API is HTTP 200, failures as well; `code` has the outcome of the call. */
export const PRIVATE = { 'Cache-Control': 'private, no-cache' };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `{"code":0,"msg":""}`, and `data` unless it is undefined. */
export function success(data?: unknown): Response {
  return Response.json({ code: 0, data, msg: '' }, { headers: PRIVATE });
}

/** A request that cannot be parsed. The original sends no `correlation_id` with it. */
export function binding(code: number, msg?: string): WireError {
  return ({ error }) => Response.json({ code, msg: msg ?? error.message }, { headers: PRIVATE });
}

/** Every other failure. @param msg the message of the failure itself unless given */
export function failure<Code extends FailureCode = FailureCode>(
  code: number,
  msg?: string,
  headers?: (failed: Failure<Code>) => Record<string, string>,
): WireError<Code> {
  return (failed) => {
    const body = { code, msg: msg ?? failed.error.message, correlation_id: correlationId(failed) };
    return Response.json(body, { headers: { ...PRIVATE, ...headers?.(failed) } });
  };
}

/** The id that the client sent with its request, or ours, which is in the log and in `X-Request-Id`. */
function correlationId({ request, requestId }: Pick<Failure, 'request' | 'requestId'>): string {
  const sent = request.headers.get('x-cr-correlation-id') ?? '';
  return UUID.test(sent) ? sent : requestId;
}
