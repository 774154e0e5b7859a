import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { type Context, defineEndpoint, type Endpoint, type WireErrors } from './endpoint';

/** The verbs that Next.js calls route files for; HEAD follows GET. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export type Method = (typeof METHODS)[number];

/** The verbs that an address has, in the order in which it names them: each an endpoint of whatever types, or a ready handler. */
type Declared = Partial<Record<Method, object>>;

/** How a dialect speaks of verbs. */
interface Manners {
  /** Its row `method_not_allowed` answers the verbs that an address lacks. */
  errors: WireErrors;
  /** Whether `OPTIONS`, which every address answers, is among the verbs that it names; unless said otherwise, it is. */
  namesOptions?: boolean;
}

/** Set by `server/entrance.mjs`: the name of a method that neither Next.js nor `Request` knows, which it sends as OPTIONS. */
export const ASKED_METHOD_HEADER = 'x-asked-method';

/** The method that the client sent. */
export function methodOf(request: Request): string {
  return request.headers.get(ASKED_METHOD_HEADER) ?? request.method;
}

/** A verb that an address lacks. `serve` says in `Allow` which ones it has, whatever the dialect's words are. */
export class MethodNotAllowed extends Error {
  readonly code = 'method_not_allowed';
  readonly details: { allowed: readonly string[] };

  /** @param allowed in the order in which they are named */
  constructor(method: string, allowed: readonly string[]) {
    super(`Expected ${allowed.join(', ')}; got ${method}.`);
    this.details = { allowed };
  }
}

/**
 * The addresses of a dialect by name, each with an endpoint for every verb. Those that are not declared are refused in the dialect's own
 * words: Next.js would answer without a body, at which clients fail that parse every answer, and without the `Allow` that RFC 9110 wants.
 */
export function addresses<Name extends string>(declared: Record<Name, Declared>, manners: Manners): Record<Name, Record<Method, object>> {
  const entries = Object.entries<Declared>(declared).map(([name, methods]) => [name, withEveryMethod(methods, manners)]);
  return Object.fromEntries(entries);
}

/** Where there is no address: `not_found` for every verb, `OPTIONS` as well. */
export function noAddress(errors: WireErrors): Record<Method, object> {
  const missing = fails(errors, () => new AvatarError('not_found', 'Nothing exists at this path.'));
  return forEachMethod(() => missing);
}

export function forEachMethod<T>(of: (method: Method) => T): Record<Method, T> {
  return Object.fromEntries(METHODS.map((method) => [method, of(method)])) as Record<Method, T>;
}

function withEveryMethod(declared: Declared, { errors, namesOptions = true }: Manners): Record<Method, object> {
  // Whatever answers GET answers HEAD.
  const methods = Object.keys(declared).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const allowed = namesOptions && !declared.OPTIONS ? [...methods, 'OPTIONS'] : methods;
  const refusal = fails(errors, (request) => new MethodNotAllowed(methodOf(request), allowed));
  const options = refusingOthers(declared.OPTIONS ?? names(errors, allowed), allowed);
  return forEachMethod((method) => (method === 'OPTIONS' ? options : (declared[method] ?? refusal)));
}

/** OPTIONS, for which a method that has no handler stands in. */
function refusingOthers(options: object, allowed: readonly string[]): object {
  const endpoint = options as Endpoint;
  return {
    ...endpoint,
    parse(request: Request, context: Context<never>) {
      const method = methodOf(request);
      if (method !== request.method) throw new MethodNotAllowed(method, allowed);
      return endpoint.parse(request, context);
    },
  };
}

/** Before anyone is asked who they are, and before a body is read. */
const unasked = {
  access: 'anyone' as const,
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  writes: false,
  core: () => null,
};

function fails(errors: WireErrors, why: (request: Request) => Error) {
  return defineEndpoint({
    ...unasked,
    errors,
    parse(request): null {
      throw why(request);
    },
    present: () => new Response(null),
  });
}

function names(errors: WireErrors, allowed: readonly string[]) {
  const Allow = [...allowed].sort().join(', ');
  return defineEndpoint({ ...unasked, errors, parse: () => null, present: () => new Response(null, { status: 204, headers: { Allow } }) });
}
