import { createAccounts } from '@/lib/accounts/accounts';
import { createAuthenticator } from '@/lib/accounts/authenticate';
import { createKnownNetworks } from '@/lib/accounts/known-networks';
import { nextAuthOptions } from '@/lib/accounts/next-auth';
import type { Person, Scope } from '@/lib/accounts/ports';
import { createRateLimits } from '@/lib/accounts/rate-limits';
import { createTokens } from '@/lib/accounts/tokens';
import type { Avatars } from '@/lib/avatars/avatars';
import { createCustomSizes } from '@/lib/avatars/delivery/custom-sizes';
import type { Database } from '@/lib/db/client';
import { databaseRecords } from '@/lib/db/records';
import { createBodyBudget } from '@/lib/http/body/body-budget';
import type { Endpoint, Services } from '@/lib/http/endpoint';
import { type ServeParts, serve } from '@/lib/http/serve';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createPainter } from '@/lib/styles/painter';
import { openMemory } from './database';
import type { Records } from './records';
import { ADDRESS } from './requests';
import { world } from './world';

export const PASSWORD = 'correct horse battery';

const SECRET = 'a secret of the tests, long enough';

/** Every dialect over a database of its own, without a server: a `Request` in, a `Response` out. */
export interface InProcess {
  database: Database;
  records: Records;
  avatars: Avatars;
  /** Opens an account with {@link PASSWORD}; the first one is the administrator's. */
  open(email: string, name?: string): Promise<Person>;
  key(userId: number, scopes: readonly Scope[]): Promise<string>;
  /** Signs in over next-auth as its route does. @returns whether somebody was found; the error code when it threw */
  nextAuth(email: string, password: string, address: string): Promise<boolean | string>;
  /** @param address where the request comes from */
  ask(endpoint: object, request: Request, params?: Record<string, string>, address?: string): Promise<Response>;
}

export async function inProcess({ diskSpace }: Pick<ServeParts, 'diskSpace'> = {}): Promise<InProcess> {
  const database = await openMemory();
  const records = databaseRecords(database.db);
  const accounts = createAccounts(records);
  const tokens = createTokens({ records, secret: SECRET });
  const open = (email: string, name = 'Ada') => accounts.open({ email, name, password: PASSWORD });
  // The world makes a person of its own, who must not become the administrator.
  await open('admin@example.org', 'Admin');
  const { avatars } = await world(records);
  const report = (error: unknown) => {
    throw error;
  };
  const services: Services = {
    avatars,
    customSizes: createCustomSizes({ deliver: avatars, painter: createPainter(), semaphore: createSemaphore({ tasks: 1 }) }),
    accounts,
    replies: records,
    tokens,
    policies: records,
    baseUrl: ADDRESS,
    ping: async () => {},
    sessionCookie: 'session',
    maxUploadBytes: 1_000_000,
    gravatarUrl: undefined,
    formats: ['jpeg', 'png'],
  };
  const known = createKnownNetworks({ records, secret: SECRET, report });
  const rateLimits = createRateLimits({ userPerMinute: 1000, addressPerMinute: 1000 }, known);
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const [provider] = nextAuthOptions({ accounts, rateLimits, secret: SECRET, baseUrl: ADDRESS, report, log }).providers;
  const { authorize } = (provider?.options ?? {}) as { authorize: (input: object, request: object) => Promise<object | null> };
  const parts: ServeParts = {
    services,
    authenticator: createAuthenticator({ records, tokens, secret: SECRET }),
    rateLimits,
    bodyBudget: createBodyBudget(1_000_000),
    diskSpace,
    log,
  };
  return {
    database,
    records,
    avatars,
    open,
    key: async (userId, scopes) => (await accounts.keys.create(userId, { label: 'test', scopes })).secret,
    nextAuth: (email, password, address) =>
      authorize({ email, password }, { headers: { 'x-client-address': address } }).then(
        (person) => person !== null,
        (error: Error) => error.message,
      ),
    ask(endpoint, request, params = {}, address = '192.0.2.1') {
      request.headers.set('x-client-address', address);
      return serve(endpoint as Endpoint, request, params, parts);
    },
  };
}

/** `Authorization` as Basic has it. */
export function basicAuth(email: string, secret: string): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${email}:${secret}`).toString('base64')}` };
}
