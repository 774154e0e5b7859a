import { cloudreveRoutes } from '@/lib/dialects/cloudreve/routes';
import { deliveryRoutes } from '@/lib/dialects/delivery/routes';
import { avatarAddress } from '@/lib/dialects/gravatar/avatar-path';
import { gravatarRoutes } from '@/lib/dialects/gravatar/routes';
import { myCargoExtraRoutes } from '@/lib/dialects/mycargoextra/routes';
import { nativeRoutes } from '@/lib/dialects/native/routes';
import { byAction, nextAuthAddresses } from '@/lib/dialects/next-auth/routes';
import { ululeRoutes } from '@/lib/dialects/ulule/routes';
import { zulipRoutes } from '@/lib/dialects/zulip/routes';
import type { Endpoint } from '@/lib/http/endpoint';
import { forEachMethod, type Method } from '@/lib/http/methods';
import { type RouteHandler, type ServeParts, serve } from '@/lib/http/serve';

type Handlers = Record<Method, RouteHandler>;
type Params = Record<string, string | string[]>;

/** Finds the handlers of a path. @throws Error for paths of pages */
export type Router = (path: string) => { handlers: Handlers; params: Params };

/** @param parts asked for each request */
export function createRouter(parts: () => ServeParts, nextAuth: Parameters<typeof nextAuthAddresses>[0]): Router {
  const served = (endpoints: Record<Method, object>): Handlers =>
    forEachMethod(
      (method) =>
        async (request, { params }) =>
          serve(endpoints[method] as Endpoint, request, await params, parts()),
    );
  const table = Object.entries({ ...ENDPOINTS, ...UNKNOWN }).map(([path, endpoints]) => ({
    pattern: patternOf(path),
    handlers: served(endpoints),
  }));
  const actions = Object.entries(nextAuthAddresses(nextAuth)).map(([name, endpoints]) => [name, served(endpoints)] as const);
  const [byHash, byPerson] = [served(gravatarRoutes.hash), served(zulipRoutes.leadToAvatar)];
  table.unshift(
    { pattern: patternOf('/avatar/[who]'), handlers: avatarAddress({ byHash, byPerson }) },
    {
      pattern: patternOf('/api/auth/[...nextauth]'),
      handlers: byAction({ unknown: served(nativeRoutes.unknown), ...Object.fromEntries(actions) }),
    },
  );
  return (path) => {
    // Cloudreve has two roots, and clients of every API may end a path with a slash.
    const canonical = path.replace(/(?<=.)\/$/, '').replace(/^\/api\/v4(?=\/(?:user|session|site)\/)/, '');
    for (const { pattern, handlers } of table) {
      const match = pattern.exec(canonical);
      if (match) return { handlers, params: paramsOf(match.groups ?? {}) };
    }
    throw new Error(`Expected a path of an API, got ${path}`);
  };
}

/** In order of precedence: literal segments before parameters. */
const ENDPOINTS: Record<string, Record<Method, object>> = {
  '/healthz': nativeRoutes.health,
  '/api/accounts': nativeRoutes.accounts,
  '/api/keys': nativeRoutes.keys,
  '/api/keys/[id]': nativeRoutes.key,
  '/api/limits': nativeRoutes.limits,
  '/api/me': nativeRoutes.me,
  '/api/me/avatar': nativeRoutes.avatar,
  '/api/me/avatar/gravatar': nativeRoutes.gravatar,
  '/api/me/avatar/original': nativeRoutes.original,
  '/api/me/avatar/preview': nativeRoutes.preview,
  '/api/me/avatars': nativeRoutes.versions,
  '/api/me/avatars/[id]/restore': nativeRoutes.restore,
  '/api/policy': nativeRoutes.policy,
  '/api/users/[id]/avatar': nativeRoutes.userAvatar,
  '/api/v1/user/avatar': myCargoExtraRoutes.avatar,
  '/api/v1/user/check': myCargoExtraRoutes.check,
  '/session/oauth/userinfo': cloudreveRoutes.userInfo,
  '/session/prepare': cloudreveRoutes.prepare,
  '/session/token': cloudreveRoutes.token,
  '/session/token/refresh': cloudreveRoutes.refresh,
  '/site/ping': cloudreveRoutes.ping,
  '/user/avatar/[id]': cloudreveRoutes.picture,
  '/user/info/[id]': cloudreveRoutes.user,
  '/user/me': cloudreveRoutes.me,
  '/user/setting/avatar': cloudreveRoutes.avatar,
  '/oauth2/token': ululeRoutes.token,
  '/v1/avatars/[id]': ululeRoutes.avatar,
  '/v1/me': ululeRoutes.me,
  '/v1/users/[id]': ululeRoutes.user,
  '/v1/users/[id]/avatars': ululeRoutes.avatars,
  '/api/v1/fetch_api_key': zulipRoutes.fetchApiKey,
  '/api/v1/register': zulipRoutes.register,
  '/api/v1/server_settings': zulipRoutes.serverSettings,
  '/api/v1/users': zulipRoutes.users,
  '/api/v1/users/me': zulipRoutes.ownUser,
  '/api/v1/users/me/api_key/regenerate': zulipRoutes.regenerateApiKey,
  '/api/v1/users/me/avatar': zulipRoutes.avatar,
  '/api/v1/users/[id]': zulipRoutes.user,
  '/avatar/[who]/medium': zulipRoutes.leadToMediumAvatar,
  '/json/users/me/avatar': zulipRoutes.avatarBySession,
  '/user_avatars/[realm]/[file]': zulipRoutes.picture,
  '/avatar': gravatarRoutes.hash,
  '/avatar.php': gravatarRoutes.hash,
  '/media/[key]/[file]': deliveryRoutes.media,
  '/u/[id]/avatar': deliveryRoutes.current,
};

/** Everything else below the roots of the APIs. */
const UNKNOWN: Record<string, Record<Method, object>> = {
  '/v1': ululeRoutes.unknown,
  '/v1/[...rest]': ululeRoutes.unknown,
  '/api': nativeRoutes.unknown,
  '/api/[...rest]': nativeRoutes.unknown,
  '/session/[...rest]': nativeRoutes.unknown,
  '/site/[...rest]': nativeRoutes.unknown,
  '/user/[...rest]': nativeRoutes.unknown,
};

/** Paths of all APIs but next-auth that exist, as the folders below `app` spell them. */
export const API_PATHS: readonly string[] = ['/avatar/[who]', ...Object.keys(ENDPOINTS)];

/** `[name]` matches one segment, `[...name]` one or more. */
function patternOf(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replace(/\[\\\.\\\.\\\.(\w+)\]/, '(?<$1>.+)')
    .replaceAll(/\[(\w+)\]/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}

function paramsOf({ nextauth, ...groups }: Record<string, string>): Params {
  const decoded = Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]);
  return { ...Object.fromEntries(decoded), ...(nextauth !== undefined && { nextauth: nextauth.split('/') }) };
}
