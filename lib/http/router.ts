import type { Endpoint, Params } from './endpoint';
import { methodOf } from './methods';
import type { Route, RouteTable } from './routes';
import { type ServeParts, serve } from './serve';

/** An endpoint with the parameters of the path. */
export interface Match {
  endpoint: Endpoint;
  params: Params;
}

/** Finds endpoints by path and method. It needs no server: `handle` takes a `Request` and resolves with a `Response`. */
export interface Router {
  /** All routes in the order in which they match, catch-alls last. */
  readonly routes: readonly Route[];
  /** @param path as it was sent, percent-encoded and without the query */
  isRoute(path: string): boolean;
  /** @returns null if no route has this path */
  find(method: string, path: string): Match | null;
  /** Serves a request. @returns null if no route has its path */
  handle(request: Request, parts: ServeParts): Promise<Response> | null;
}

export function createRouter(tables: Iterable<RouteTable>): Router {
  const all = [...tables];
  const routes = [...all.flatMap((table) => table.routes), ...all.flatMap(({ catchAlls }) => catchAlls)];

  function find(method: string, path: string): Match | null {
    for (const route of routes) {
      const params = route.match(path);
      if (params) return { endpoint: route.endpointFor(method), params };
    }
    return null;
  }

  return {
    routes,
    isRoute: (path) => routes.some((route) => route.match(path) !== null),
    find,
    handle(request, parts) {
      const found = find(methodOf(request), new URL(request.url).pathname);
      return found && serve(found.endpoint, request, found.params, parts);
    },
  };
}
