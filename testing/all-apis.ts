import { createAccounts } from '@/lib/accounts/accounts';
import type { Principal, RateLimits } from '@/lib/accounts/ports';
import { createCustomSizes } from '@/lib/avatars/delivery/custom-sizes';
import { userHashid } from '@/lib/dialects/cloudreve/ids';
import { cloudreveRoutes } from '@/lib/dialects/cloudreve/routes';
import { deliveryRoutes } from '@/lib/dialects/delivery/routes';
import { gravatarRoutes } from '@/lib/dialects/gravatar/routes';
import { myCargoExtraRoutes } from '@/lib/dialects/mycargoextra/routes';
import { nativeRoutes } from '@/lib/dialects/native/routes';
import { ululeRoutes } from '@/lib/dialects/ulule/routes';
import { zulipRoutes } from '@/lib/dialects/zulip/routes';
import { createBodyBudget } from '@/lib/http/body/body-budget';
import type { Endpoint, Services } from '@/lib/http/endpoint';
import { serve } from '@/lib/http/serve';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createPainter } from '@/lib/styles/painter';
import type { Records } from './records';
import { ADDRESS } from './requests';
import type { World } from './world';

/** Addresses of every API, and what answers them. The named groups are the parameters, as in the folders below `app`. */
const ADDRESSES: { path: RegExp; methods: object }[] = [
  { path: /^\/media\/(?<key>[^/]+)\/(?<file>[^/]+)$/, methods: deliveryRoutes.media },
  { path: /^\/u\/(?<id>\d+)\/avatar$/, methods: deliveryRoutes.current },
  { path: /^\/avatar\/(?<who>[^/]+)$/, methods: gravatarRoutes.hash },
  { path: /^\/user\/avatar\/(?<id>[^/]+)$/, methods: cloudreveRoutes.picture },
  { path: /^\/user\/setting\/avatar$/, methods: cloudreveRoutes.avatar },
  { path: /^\/user_avatars\/(?<realm>\d+)\/(?<file>[^/]+)$/, methods: zulipRoutes.picture },
  { path: /^\/v1\/users\/(?<id>\d+)$/, methods: ululeRoutes.user },
  { path: /^\/v1\/users\/(?<id>\d+)\/avatars$/, methods: ululeRoutes.avatars },
  { path: /^\/v1\/avatars\/(?<id>\d+)$/, methods: ululeRoutes.avatar },
  { path: /^\/api\/v1\/user\/avatar$/, methods: myCargoExtraRoutes.avatar },
  { path: /^\/api\/v1\/user\/check$/, methods: myCargoExtraRoutes.check },
  { path: /^\/api\/v1\/users\/me\/avatar$/, methods: zulipRoutes.avatar },
  { path: /^\/api\/me\/avatar$/, methods: nativeRoutes.avatar },
  { path: /^\/api\/me\/avatar\/original$/, methods: nativeRoutes.original },
  { path: /^\/api\/me\/avatar\/gravatar$/, methods: nativeRoutes.gravatar },
  { path: /^\/api\/me\/avatars\/(?<id>\d+)\/restore$/, methods: nativeRoutes.restore },
];

export interface AllApis {
  /** Sends a request to any of the APIs: signed in as the person of the world unless told otherwise. */
  send(path: string, init?: RequestInit & { as?: Principal | null }): Promise<Response>;
  /** What `serve` logged. */
  logged: { level: 'info' | 'error'; message: string; fields: Record<string, unknown> }[];
  /** The person's id as Cloudreve has it. */
  hashid: string;
}

const UNLIMITED = { limit: 1000, remaining: 999, resetAt: 0 };
const rateLimits = { user: async () => UNLIMITED, address: async () => UNLIMITED } as Partial<RateLimits> as RateLimits;

/** All APIs over the core of a world, without a server: a `Request` goes in and a `Response` comes out. */
export function allApis(records: Records, it: World, { maxUploadBytes = 1_000_000 } = {}): AllApis {
  const logged: AllApis['logged'] = [];
  const note = (level: 'info' | 'error') => (fields: object, message: string) => logged.push({ level, message, fields: { ...fields } });
  return {
    logged,
    hashid: userHashid(it.userId),
    async send(path, { as = it.change.principal, ...init } = {}) {
      const request = new Request(ADDRESS + path, init);
      const { pathname } = new URL(request.url);
      const address = ADDRESSES.find(({ path }) => path.test(pathname));
      if (!address) throw new Error(`Expected an address of one of the APIs, got ${pathname}`);
      const endpoint = (address.methods as Record<string, Endpoint>)[request.method];
      if (!endpoint) throw new Error(`Expected a verb of ${pathname}, got ${request.method}`);
      // Anew for each request: what one has in memory of its own, another process does not.
      const customSizes = createCustomSizes({ deliver: it.avatars, painter: createPainter(), semaphore: createSemaphore({ tasks: 1 }) });
      const services = {
        avatars: it.avatars,
        customSizes,
        accounts: createAccounts(records),
        policies: records,
        baseUrl: ADDRESS,
        sessionCookie: 'session',
        maxUploadBytes,
        gravatarUrl: undefined,
      } as Partial<Services> as Services;
      return serve(
        endpoint,
        request,
        { ...address.path.exec(pathname)?.groups },
        {
          services,
          authenticator: { authenticate: async () => as },
          rateLimits,
          bodyBudget: createBodyBudget(maxUploadBytes + 100_000),
          log: { info: note('info'), error: note('error') },
        },
      );
    },
  };
}
