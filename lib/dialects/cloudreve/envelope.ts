import { BytesResponse } from '@/lib/http/bytes-response';
import type { Failure, FailureCode, WireError } from '@/lib/http/endpoint';

/** Headers of JSON responses. Their status is 200 even for failures; `code` in the body has the outcome. */
export const PRIVATE = { 'Cache-Control': 'private, no-cache' };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A successful response: `{"code":0,"msg":""}`, with `data` unless it is undefined. */
export function success(data?: unknown): Response {
  return BytesResponse.json({ code: 0, data, msg: '' }, { headers: PRIVATE });
}

/** The response to a request that cannot be parsed. Cloudreve sends no `correlation_id` with it. */
export function binding(code: number, msg?: string): WireError {
  return ({ error }) => Response.json({ code, msg: msg ?? error.message }, { headers: PRIVATE });
}

/** The response to every other failure. @param msg default: the message of the failure */
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

/** The correlation id of the client, or else our request id, which is in the log and in `X-Request-Id`. */
function correlationId({ request, requestId }: Pick<Failure, 'request' | 'requestId'>): string {
  const sent = request.headers.get('x-cr-correlation-id') ?? '';
  return UUID.test(sent) ? sent : requestId;
}
