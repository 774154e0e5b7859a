import { randomUUID } from 'node:crypto';
import type { Authenticator } from '@/lib/avatars/accounts';
import { AvatarError, isAvatarError } from '@/lib/avatars/errors';
import type { Access, Context, Endpoint, Failure, Services } from './endpoint';
import { replayed } from './idempotency';

/** A route handler as Next.js calls it. */
export type RouteHandler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ServeParts {
  services: Services;
  authenticator: Authenticator;
  log: Log;
}

/** Methods that change nothing, so that a link from another site may cause them. */
const SAFE_METHODS = ['GET', 'HEAD'];

/**
 * Runs an endpoint's parts in order. Here and nowhere else are senders authenticated and failures caught: an AvatarError is said in the
 * dialect's words, anything else is logged and said to be internal, without a word about what it was.
 */
export async function serve<A extends Access, C, R>(
  endpoint: Endpoint<A, C, R>,
  request: Request,
  params: Record<string, string>,
  { services, authenticator, log }: ServeParts,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    const credentials = endpoint.credentials(request, services);
    const principal = await authenticator.authenticate(credentials, endpoint.allowPassword ?? false);
    if (endpoint.access === 'person' && !principal) throw new AvatarError('not_authenticated', 'Sign in, or send an API key.');
    if ('sameOrigin' in credentials && principal && !credentials.sameOrigin && !SAFE_METHODS.includes(request.method)) {
      throw new AvatarError('cross_origin', 'A signed-in browser may change things only from our own pages. Scripts send an API key.');
    }
    const context = { principal, params, services } as Context<never>;
    const command = await endpoint.parse(request, context);
    const report = (error: unknown) => log.error({ requestId, err: error }, 'The answer could not be kept for its Idempotency-Key');
    const run = async () => endpoint.present(await endpoint.core(command, context), request, context);
    return withRequestId(
      await (endpoint.idempotent && principal ? replayed(request, principal.userId, command, services.replies, run, report) : run()),
      requestId,
    );
  } catch (error) {
    const failure = toFailure(error, requestId);
    const row = (failure.error.code in endpoint.errors && endpoint.errors[failure.error.code]) || endpoint.errors.internal;
    const where = { requestId, method: request.method, path: new URL(request.url).pathname, code: failure.error.code };
    if (row === endpoint.errors.internal) log.error({ ...where, err: error }, 'Unexpected failure');
    else if (failure.error.code === 'storage_failed') log.error({ ...where, err: error }, 'The storage failed');
    else log.info(where, failure.error.message);
    return withRequestId(closeUnread(request, row(failure)), requestId);
  }
}

function toFailure(error: unknown, requestId: string): Failure {
  if (isAvatarError(error)) return { error, requestId };
  return { requestId, error: { code: 'internal', message: 'Something went wrong on our side.', details: {} } };
}

function withRequestId(response: Response, requestId: string): Response {
  response.headers.set('X-Request-Id', requestId);
  return response;
}

/** A body that is not read to its end would be drained by Node to keep the connection for the next request; closing it stops the reading. */
function closeUnread(request: Request, response: Response): Response {
  if (request.body !== null) response.headers.set('Connection', 'close');
  return response;
}
