import { randomUUID } from 'node:crypto';
import type { Authenticator, RateLimits } from '@/lib/accounts/ports';
import type { DiskSpace } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import { admission } from './admission';
import { countBody } from './body/body';
import type { BodyAccount, BodyBudget } from './body/body-budget';
import { ACCEPTED_ENCODINGS } from './body/content-encoding';
import { type Access, type Context, type Endpoint, type Failure, type Services, wireResponse } from './endpoint';
import { replayed } from './idempotency';
import { MethodNotAllowed, methodOf } from './methods';
import { withoutEmails } from './redact-emails';

/** A route handler as Next.js calls it. A list is what `[...rest]` caught. */
export type RouteHandler = (request: Request, route: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;

export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ServeParts {
  services: Services;
  authenticator: Authenticator;
  rateLimits: RateLimits;
  /** Bounds what is in memory of all requests together. */
  bodyBudget: BodyBudget;
  /** Refuses changes while the disk is full. */
  diskSpace?: Pick<DiskSpace, 'requireRoom' | 'requireRoomToRemove'>;
  log: Log;
}

/**
 * Runs an endpoint's parts in order. Here and nowhere else are senders authenticated and failures caught: an AvatarError is said in the
 * dialect's words, anything else is logged and said to be internal, without a word about what it was.
 */
export async function serve<A extends Access, C, R>(
  endpoint: Endpoint<A, C, R>,
  request: Request,
  params: Record<string, string | string[]>,
  { services, authenticator, rateLimits, bodyBudget, diskSpace, log }: ServeParts,
): Promise<Response> {
  const requestId = randomUUID();
  const { admit, signIn, allowance } = admission(request, { services, authenticator, rateLimits, diskSpace });
  let body: BodyAccount | undefined;
  const finish = (response: Response, left = allowance()) => {
    response.headers.set('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(endpoint.headers?.(request, left) ?? {})) response.headers.set(name, value);
    return response;
  };
  try {
    const principal = await admit(endpoint);
    body = bodyBudget.open(principal ? `person ${principal.userId}` : 'strangers');
    countBody(request, body);
    const context = { principal, params, services, signIn } as Context<never>;
    const command = await endpoint.parse(request, context);
    const report = (error: unknown) => log.error({ requestId, err: error }, 'The answer could not be kept for its Idempotency-Key');
    const run = async () => endpoint.present(await endpoint.core(command, context), request, context);
    const { idempotent } = endpoint;
    if (!idempotent || !principal) return finish(await run());
    const without = typeof idempotent === 'object' ? idempotent.without : [];
    return finish(await replayed({ request, userId: principal.userId, command, without, replies: services.replies, run, report }));
  } catch (error) {
    const failure = toFailure(error, requestId, request);
    const where = { requestId, method: methodOf(request), path: withoutEmails(new URL(request.url).pathname), code: failure.error.code };
    const known = wireResponse(endpoint.errors, failure);
    if (!known || failure.error.code === 'internal') log.error({ ...where, err: error }, 'Unexpected failure');
    else if (failure.error.code === 'storage_failed') log.error({ ...where, err: error }, 'The storage failed');
    else if (!isLoggedOnce(failure, error)) log.info({ ...where, cause: causeOf(error) }, withoutEmails(failure.error.message));
    // The details of `rate_limited` describe the bound that was reached.
    const response = finish(
      known ?? endpoint.errors.internal(internalFailure(requestId, request)),
      failure.error.code === 'rate_limited' ? failure.error.details : undefined,
    );
    if (failure.error.code === 'unsupported_encoding') response.headers.set('Accept-Encoding', ACCEPTED_ENCODINGS);
    if (error instanceof MethodNotAllowed) response.headers.set('Allow', error.details.allowed.join(', '));
    return response;
  } finally {
    body?.close();
  }
}

/** Logged where it is noticed that it begins and ends, and not for each of the requests that fail meanwhile. */
function isLoggedOnce({ error: { code } }: Failure, error: unknown): boolean {
  return code === 'database_unavailable' || (code === 'storage_full' && causeOf(error) === undefined);
}

/** What a decoder or a driver said, in its own words. @returns undefined when nobody did */
function causeOf(error: unknown): string | undefined {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
}

function toFailure(error: unknown, requestId: string, request: Request): Failure {
  if (isAvatarError(error) || error instanceof MethodNotAllowed) return { error, requestId, request };
  return internalFailure(requestId, request);
}

function internalFailure(requestId: string, request: Request): Failure<'internal'> {
  return { requestId, request, error: { code: 'internal', message: 'Something went wrong on our side.', details: {} } };
}
