import { createVerification } from './accounts/addresses/verification';
import { createAuthenticator } from './accounts/authenticate';
import { insuredCounters, memoryCounters, rememberRefusals } from './accounts/counters';
import type { OidcSettings } from './accounts/identities/settings';
import { createOidcSignIn, type OidcSignInParts } from './accounts/identities/sign-in';
import { createKnownNetworks } from './accounts/known-networks';
import { nextAuthOptions, sessionCookieName } from './accounts/next-auth';
import type { Counters } from './accounts/rate-limit-ports';
import { createRateLimits } from './accounts/rate-limits';
import { createSetup } from './accounts/registration/setup';
import { createServiceKeys } from './accounts/service-keys/service-keys';
import { createTokens } from './accounts/tokens';
import { createNote } from './audit/note';
import type { Avatars } from './avatars/avatars';
import type { AvatarRecords, DiskSpace } from './avatars/ports';
import { createProviderPicture, type PictureAt } from './avatars/provider/provider-picture';
import { composePeople, type PeopleParts } from './compose-people';
import { createPeopleImport } from './import/people';

const DAY_MS = 86_400_000;

interface Parts extends Omit<PeopleParts, 'rateLimits' | 'records'> {
  records: PeopleParts['records'] & Pick<AvatarRecords, 'stateOf' | 'restrictions'>;
  avatars: Pick<Avatars, 'replace'>;
  secret: string;
  /** Counters of the database that all processes share. */
  counters: Counters | undefined;
  diskSpace: DiskSpace;
}

/** Connects the parts that know people: accounts, tokens, sign-in, and the limits of guesses. */
export async function composeAccounts(parts: Parts) {
  const { env, records, sender, secret, counters: shared, diskSpace, log, report, metrics } = parts;
  const { baseUrl } = env;
  const tokens = createTokens({ records, secret });
  const redis = env.redisUrl === undefined ? undefined : await (await import('./redis/counters')).redisCounters(env.redisUrl);
  const remote = redis?.counters ?? shared;
  const counters = remote ? insuredCounters(rememberRefusals(remote), memoryCounters(), log) : memoryCounters();
  const known = createKnownNetworks({ records, secret, report, diskSpace });
  const rateLimits = createRateLimits(env, known, counters);
  const people = await composePeople({ env, records, sender, rateLimits, log, report, metrics });
  const { accounts, links, mail, background, registration, note } = people;
  const onRefused = (userId: number) => note('sign-in-refused', userId).catch(report);
  const setup = createSetup(records, accounts);
  return {
    ...people,
    oidc: env.oidc && openOidc(env.oidc, parts, { accounts, registration, background, onRefused }),
    setup,
    peopleImport: createPeopleImport({
      records,
      compose: people.compose,
      baseUrl,
      onEnd: (counts) => createNote(records, { sender })('people-imported', null, counts),
    }),
    serviceKeys: createServiceKeys(records, diskSpace),
    verification: createVerification({ isRequired: env.verifiesAddresses, records, links, mail, rateLimits, background, baseUrl }),
    /** Creates a setup code, unless there is an administrator. A failure must not keep the server from starting. */
    async setupUrl(): Promise<string | null> {
      // Each page and API of a platform may be a function that starts by itself: a start must not take back what a log has just shown.
      const keepSince = env.functions ? new Date(Date.now() - DAY_MS) : null;
      const code = await setup.newCode(keepSince).catch(report);
      if (!code) return null;
      const url = `${env.baseUrl}/setup?code=${code}`;
      if (env.functions) console.log(`There is no administrator yet. This link creates one, once, today: ${url}`);
      return url;
    },
    tokens,
    counters,
    rateLimits,
    authenticator: createAuthenticator({ records, tokens, secret, diskSpace }),
    nextAuth: nextAuthOptions({
      accounts,
      rateLimits,
      secret,
      baseUrl,
      oidc: env.oidc,
      report: (error) => log.error({ err: error }, 'Sign-in failed'),
      log,
    }),
    sessionCookie: sessionCookieName(env.baseUrl),
    async close() {
      await people.close();
      await redis?.close();
    },
  };
}

/** A client for pictures of the provider, loaded with the first one. */
export function providerPictures({ issuer }: OidcSettings, log: Parts['log']): PictureAt {
  const report = (error: unknown) => log.warn({ err: error }, 'Request for the picture of a provider failed');
  return async (url) => {
    const { createProviderPictures } = await import('./gravatar/provider-pictures');
    return createProviderPictures({ issuer, report })(url);
  };
}

/** Connects the provider with accounts and pictures. */
function openOidc(
  settings: OidcSettings,
  { records, avatars, log, report }: Parts,
  services: Pick<OidcSignInParts, 'accounts' | 'registration' | 'background' | 'onRefused'>,
) {
  const pictureAt = providerPictures(settings, log);
  const takePicture = createProviderPicture({ records, replace: avatars.replace, pictureAt, isSource: settings.picture === 'source' });
  return createOidcSignIn({ settings, records, report, takePicture, ...services });
}
