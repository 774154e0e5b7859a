import { pathToRegexp } from 'path-to-regexp';
import type { Credentials } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import { defineEndpoint, type Endpoint, type Params, type WireErrors } from './endpoint';
import { type Method, MethodNotAllowed, methodOf } from './methods';

/** Endpoints of one path by method, in the order in which a 405 response lists the methods. */
export type Endpoints = { readonly [M in Method]?: Endpoint };

/** A path and its endpoints. */
export interface Route {
  /** In the syntax of path-to-regexp, such as `/u/:id/avatar`. */
  readonly path: string;
  /** Methods of the `Allow` header; empty for a catch-all, which has none. */
  readonly allowed: readonly string[];
  /** Returns an endpoint for every method: unsupported ones get the 405 or 404 of the dialect. */
  endpointFor(method: string): Endpoint;
  /** @param path as it was sent, percent-encoded @returns null if the path does not match */
  match(path: string): Params | null;
}

/** The routes of one dialect. */
export interface RouteTable {
  /** Of two that match a path, the first one serves it. */
  readonly routes: readonly Route[];
  /** Unknown paths below the prefixes of the dialect. They apply after the routes of all tables. */
  readonly catchAlls: readonly Route[];
}

export interface RouteTableDefinition {
  /** Name of the dialect in logs and metrics. */
  dialect?: string;
  /** Renders 405 for methods without an endpoint, and 404 for unknown paths. */
  errors: WireErrors;
  /** Endpoints by path. Parameters match one segment; a trailing slash is optional. */
  paths: Readonly<Record<string, Endpoints>>;
  /** Prefixes under which all paths exist. Default: none. */
  prefixes?: readonly string[];
  /** Parameters that match only values of this form. */
  where?: Readonly<Record<string, RegExp>>;
  /** Catch-all paths, whose every method is 404 `not_found`. Default errors: those of the table. */
  unknown?: { paths: readonly string[]; errors?: WireErrors };
  /** Whether `Allow` lists OPTIONS, which every path supports. Default: true. */
  listsOptions?: boolean;
}

/**
 * Defines the routes of a dialect. For unsupported methods Next.js sends neither a body nor `Allow`; these routes send both, in the format
 * of the dialect.
 */
export function defineRoutes({
  dialect,
  errors,
  paths,
  prefixes = [''],
  where = {},
  unknown,
  listsOptions = true,
}: RouteTableDefinition): RouteTable {
  const named = (endpoint: Endpoint): Endpoint => (dialect === undefined ? endpoint : { ...endpoint, dialect });
  const notFound = named(refuse(unknown?.errors ?? errors, () => new AvatarError('not_found', 'Nothing exists at this path.')));
  return {
    routes: Object.entries(paths).flatMap(([path, endpoints]) => {
      const methods = methodsOf(endpoints, errors, listsOptions, named);
      return prefixes.map((prefix) => ({ ...methods, ...matcherOf(prefix + path, where) }));
    }),
    catchAlls: (unknown?.paths ?? []).map((path) => ({ allowed: [], endpointFor: () => notFound, ...matcherOf(path, where) })),
  };
}

function matcherOf(path: string, where: Readonly<Record<string, RegExp>>): Pick<Route, 'path' | 'match'> {
  // No regular expressions come from the path itself, so that matching takes linear time.
  const { regexp, keys } = pathToRegexp(path, { sensitive: true });
  return {
    path,
    match(sent) {
      const values = regexp.exec(sent);
      if (!values) return null;
      const params = Object.fromEntries(keys.map(({ name }, index) => [name, decode(values[index + 1] ?? '')]));
      return Object.entries(params).every(([name, value]) => where[name]?.test(value) ?? true) ? params : null;
    },
  };
}

/** Takes a segment with a malformed escape literally. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function methodsOf(
  endpoints: Endpoints,
  errors: WireErrors,
  listsOptions: boolean,
  named: (endpoint: Endpoint) => Endpoint,
): Pick<Route, 'allowed' | 'endpointFor'> {
  const declared = new Map(Object.entries(endpoints).map(([method, endpoint]) => [method, named(endpoint)]));
  const supported = [...declared.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const allowed = listsOptions && !declared.has('OPTIONS') ? [...supported, 'OPTIONS'] : supported;
  const methodNotAllowed = named(refuse(errors, (request) => new MethodNotAllowed(methodOf(request), allowed)));
  if (!declared.has('OPTIONS')) declared.set('OPTIONS', named(listMethods(errors, allowed)));
  return { allowed, endpointFor: (method) => declared.get(method === 'HEAD' ? 'GET' : method) ?? methodNotAllowed };
}

/** Refusals come before authentication and before the body. */
const unauthenticated = {
  access: 'anyone' as const,
  credentials: (): Credentials => ({ kind: 'none' }),
  limited: false,
  writes: false,
  core: () => null,
};

function refuse(errors: WireErrors, reason: (request: Request) => Error): Endpoint {
  return defineEndpoint({
    ...unauthenticated,
    errors,
    parse(request): null {
      throw reason(request);
    },
    present: () => new Response(null),
  });
}

function listMethods(errors: WireErrors, allowed: readonly string[]): Endpoint {
  const headers = { Allow: [...allowed].sort().join(', ') };
  return defineEndpoint({ ...unauthenticated, errors, parse: () => null, present: () => new Response(null, { status: 204, headers }) });
}
