import { readableAddress } from '@/lib/accounts/network';
import type { Authenticator, Principal } from '@/lib/accounts/ports';
import type { RateLimits } from '@/lib/accounts/rate-limit-ports';
import type { ServicePrincipal } from '@/lib/accounts/service-keys/ports';
import type { Sender, SenderContext } from '@/lib/audit/sender';
import type { DiskSpace } from '@/lib/avatars/ports';
import { isAvatarError } from '@/lib/errors';
import { LANGUAGE_COOKIE } from '@/lib/languages/language-cookie';
import type { Metrics } from '@/lib/metrics/metrics';
import { addressOf, admission } from './admission';
import { createRequestBody } from './body/body';
import type { BodyBudget, BodyReservation } from './body/body-budget';
import { ACCEPTED_ENCODINGS } from './body/content-encoding';
import { cookie } from './credentials';
import { type Access, type Endpoint, type EndpointDefinition, type Failure, type Params, type Services, wireResponse } from './endpoint';
import { replayed } from './idempotency';
import { redacted } from './log/redact';
import { requestIdOf } from './log/request-id';
import { createRequestLog, type Log } from './log/request-log';
import { MethodNotAllowed, methodOf } from './methods';
import type { ResponseCache } from './response-cache/response-cache';

export interface ServeParts {
  services: Services;
  authenticator: Authenticator;
  rateLimits: RateLimits;
  /** Bounds the bodies of all requests in memory. */
  bodyBudget: BodyBudget;
  /** Refuses writes while the disk is full. */
  diskSpace?: Pick<DiskSpace, 'requireRoom' | 'requireRoomToRemove'>;
  /** Counts responses. */
  metrics?: Pick<Metrics, 'tally'>;
  /** Without it, every request is handled. */
  responses?: ResponseCache;
  /** Lets the audit log know who sends a request. */
  sender?: Pick<SenderContext, 'run'>;
  log: Log;
  /** When the request came, as `performance.now()` has it. Default: now. */
  start?: number;
}

/**
 * Runs an endpoint. All authentication and error handling happens here: the dialect renders an AvatarError; any other error is logged and
 * rendered as internal, without its message.
 */
export function serve(endpoint: Endpoint, request: Request, params: Params, parts: ServeParts): Promise<Response> {
  // The choice of a visitor comes before the languages of the browser.
  const acceptLanguage = [cookie(request, LANGUAGE_COOKIE), request.headers.get('accept-language')].filter(Boolean).join(',');
  const from: Sender = { userId: null, acceptLanguage, address: readableAddress(addressOf(request)) };
  const all = { ...parts, from, dialect: endpoint.dialect ?? 'none' };
  const task = () => endpoint.use((definition) => run(definition, request, params, all));
  return parts.sender ? parts.sender.run(from, task) : task();
}

async function run<A extends Access, Command, Result>(
  endpoint: EndpointDefinition<A, Command, Result>,
  request: Request,
  params: Params,
  {
    services,
    authenticator,
    rateLimits,
    bodyBudget,
    diskSpace,
    metrics,
    responses,
    log,
    start,
    dialect,
    from,
  }: ServeParts & { dialect: string; from: Sender },
): Promise<Response> {
  const requestId = requestIdOf(request);
  const entry = createRequestLog({ method: methodOf(request), url: request.url }, { requestId, dialect, log, start });
  const { admit, allowance, ...again } = admission(request, { services, authenticator, rateLimits, diskSpace });
  let reservation: BodyReservation | undefined;
  const finish = (response: Response, left = allowance()) => {
    response.headers.set('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(endpoint.headers?.(request, left) ?? {})) response.headers.set(name, value);
    return response;
  };
  const count = (outcome: string) => {
    if (metrics) metrics.tally('requests', { dialect, outcome }).total += 1;
  };
  const succeed = (response: Response) => {
    const outcome = outcomeOf(response.status);
    count(outcome);
    entry.finished(outcome, response.status);
    return finish(response);
  };
  const failureOf = (error: unknown): Failure => {
    const failure = toFailure(error, requestId, request);
    const where = entry.fields(failure.error.code);
    const isKnown = failure.error.code !== 'internal' && failure.error.code in endpoint.errors;
    if (!isKnown) log.error({ ...where, err: error }, 'Unexpected failure');
    else if (failure.error.code === 'storage_failed') log.error({ ...where, err: error }, 'The storage failed');
    else if (!isLoggedOnce(failure, error)) log.info({ ...where, cause: redactedCause(error) }, redacted(failure.error.message));
    return failure;
  };
  try {
    const principal = await admit(endpoint);
    entry.principal = principal;
    Object.assign(from, senderOf(principal));
    const openReservation = () => bodyBudget.open(budgetOf(principal));
    reservation = openReservation();
    const body = createRequestBody(request, reservation, openReservation);
    const context = { principal, params, body, services, ...again, failureOf };
    const command = await endpoint.parse(request, context);
    const report = (error: unknown) =>
      log.error({ ...entry.fields('ok'), err: error }, 'The answer could not be kept for its Idempotency-Key');
    const sequence = responses?.sequence ?? 0;
    const execute = async () => {
      const result = await endpoint.core(command, context);
      const response = endpoint.present(result, request, context);
      const madeFrom = endpoint.madeFrom?.(result);
      if (madeFrom) responses?.describe(response, madeFrom, sequence);
      return response;
    };
    const { idempotent } = endpoint;
    // Responses are kept for people.
    if (!idempotent || !principal || principal.via === 'service-key') return succeed(await execute());
    const without = typeof idempotent === 'object' ? idempotent.without : [];
    return succeed(
      await replayed({ request, userId: principal.userId, command, without, replies: services.replies, run: execute, report }),
    );
  } catch (error) {
    const failure = failureOf(error);
    count(failure.error.code);
    const known = wireResponse(endpoint.errors, failure);
    // The details of `rate_limited` describe the limit that was reached.
    const response = finish(
      known ?? endpoint.errors.internal(internalFailure(requestId, request)),
      failure.error.code === 'rate_limited' ? failure.error.details : undefined,
    );
    if (failure.error.code === 'unsupported_encoding') response.headers.set('Accept-Encoding', ACCEPTED_ENCODINGS);
    if (error instanceof MethodNotAllowed) response.headers.set('Allow', error.details.allowed.join(', '));
    return response;
  } finally {
    reservation?.close();
  }
}

type AnyPrincipal = Principal | ServicePrincipal | null;

function senderOf(principal: AnyPrincipal): Pick<Sender, 'userId' | 'serviceKeyId'> {
  if (principal?.via === 'service-key') return { userId: null, serviceKeyId: principal.keyId };
  return { userId: principal?.userId ?? null };
}

/** Whose share of the memory for bodies a request uses. */
function budgetOf(principal: AnyPrincipal): string {
  if (principal?.via === 'service-key') return `service key ${principal.keyId}`;
  return principal ? `person ${principal.userId}` : 'strangers';
}

/** The outcome of a response that no error caused, such as next-auth's to a wrong password (`refused`). */
export function outcomeOf(status: number): 'ok' | 'not_modified' | 'redirect' | 'refused' {
  if (status < 300) return 'ok';
  if (status === 304) return 'not_modified';
  return status < 400 ? 'redirect' : 'refused';
}

/** These conditions are logged when they begin and end, not for each request that fails meanwhile. */
function isLoggedOnce({ error: { code } }: Failure, error: unknown): boolean {
  return code === 'database_unavailable' || (code === 'storage_full' && causeOf(error) === undefined);
}

/** The message of the decoder or driver error behind this one; undefined if there is none. */
function causeOf(error: unknown): string | undefined {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
}

function redactedCause(error: unknown): string | undefined {
  const cause = causeOf(error);
  return cause === undefined ? undefined : redacted(cause);
}

function toFailure(error: unknown, requestId: string, request: Request): Failure {
  if (isAvatarError(error) || error instanceof MethodNotAllowed) return { error, requestId, request };
  return internalFailure(requestId, request);
}

function internalFailure(requestId: string, request: Request): Failure<'internal'> {
  return { requestId, request, error: { code: 'internal', message: 'Something went wrong on our side.', details: {} } };
}
