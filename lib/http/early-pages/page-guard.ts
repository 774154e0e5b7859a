import type { IncomingMessage, ServerResponse } from 'node:http';
import { LARGEST_ID } from '@/lib/accounts/limits';
import type { Authenticator, Principal } from '@/lib/accounts/ports';
import { isAvatarError } from '@/lib/errors';
import { sessionCredentials } from '../credentials';
import type { Services } from '../endpoint';
import { sendUnavailablePage } from './unavailable-page';

/** For whom a page exists, and the person that it is about (`server/pages.mjs`). */
export interface PageAudience {
  existsFor: 'anyone' | 'administrators' | 'setup';
  personId: number | null;
}

/** `sent`: the response is written. `missing`: for this person no page exists at this path. `found`: Next.js serves the page. */
export type GuardResult = 'sent' | 'missing' | 'found';

/** Call it for pages only. */
export type PageGuard = (incoming: IncomingMessage, outgoing: ServerResponse, audience: PageAudience) => Promise<GuardResult>;

interface GuardParts {
  services: Pick<Services, 'baseUrl' | 'sessionCookie'> & {
    avatars: { stateOf(userId: number): Promise<object> };
    accounts: { person(userId: number): Promise<object | null> };
    setup: Pick<Services['setup'], 'isOpen'>;
  };
  authenticator: Authenticator;
}

/**
 * Sends 503 while the database is unavailable, and finds pages that do not exist for the sender.
 *
 * Pages read the person and the picture from the database. If that fails, Next.js can only respond with 500 and log a stack for each
 * request. This guard does the same reads first and responds with 503. Requests without a session cookie read nothing, but for the setup.
 *
 * A page that calls `notFound()` has no content before its scripts run, so the guard reports pages that do not exist for the sender. This
 * is no access control: the pages check the sender again.
 */
export function createPageGuard({ services, authenticator }: GuardParts): PageGuard {
  /** Whether the page exists for this person. The page redirects people without a session to the sign-in. */
  async function exists({ existsFor, personId }: PageAudience, principal: Principal | null): Promise<boolean> {
    if (existsFor === 'setup') return services.setup.isOpen();
    if (existsFor === 'anyone' || principal === null) return true;
    if (principal.role !== 'admin') return false;
    return personId === null || (personId <= LARGEST_ID && (await services.accounts.person(personId)) !== null);
  }

  async function principalOf(request: Request): Promise<Principal | null> {
    if (!request.headers.has('cookie')) return null;
    const principal = await authenticator.authenticate(sessionCredentials(request, services), null);
    if (principal) await services.avatars.stateOf(principal.userId);
    return principal;
  }

  return async ({ method = '', headers }, outgoing, audience) => {
    if (!['GET', 'HEAD'].includes(method)) return 'found';
    if (headers.cookie === undefined && audience.existsFor !== 'setup') return 'found';
    const { cookie, 'accept-language': languages = '' } = headers;
    let request: Request;
    try {
      // Inside of a try: an invalid cookie header throws and must not end the process.
      request = new Request(services.baseUrl, { headers: { ...(cookie !== undefined && { cookie }), 'accept-language': languages } });
    } catch {
      return 'found';
    }
    try {
      return (await exists(audience, await principalOf(request))) ? 'found' : 'missing';
    } catch (error) {
      if (!isAvatarError(error) || error.code !== 'database_unavailable') return 'found';
      sendUnavailablePage(error, { request, method }, outgoing);
      return 'sent';
    }
  };
}
