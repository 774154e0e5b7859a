/** Methods that a route can declare. HEAD follows GET. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export type Method = (typeof METHODS)[number];

/**
 * Carries a method that Next.js and `Request` do not support; the request itself is then OPTIONS. Set by `server/entrance.mjs`, which
 * removes it from client requests.
 */
export const ORIGINAL_METHOD_HEADER = 'x-original-method';

/** The method that the client sent. */
export function methodOf(request: Request): string {
  return request.headers.get(ORIGINAL_METHOD_HEADER) ?? request.method;
}

/** A method that the path does not support. `serve` lists the supported ones in `Allow` for every dialect. */
export class MethodNotAllowed extends Error {
  readonly code = 'method_not_allowed';
  readonly details: { allowed: readonly string[] };

  /** @param allowed in the order in which the response lists them */
  constructor(method: string, allowed: readonly string[]) {
    super(`Expected ${allowed.join(', ')}; got ${method}.`);
    this.details = { allowed };
  }
}
