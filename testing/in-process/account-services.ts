import { randomUUID } from 'node:crypto';
import { createAccounts } from '@/lib/accounts/accounts';
import { createAdministration } from '@/lib/accounts/administration/administration';
import { createAuthenticator } from '@/lib/accounts/authenticate';
import { createOidcSignIn } from '@/lib/accounts/identities/sign-in';
import { createKnownNetworks } from '@/lib/accounts/known-networks';
import { createBackground } from '@/lib/accounts/links/background';
import { type AuthLog, nextAuthOptions, sessionCookieName } from '@/lib/accounts/next-auth';
import { createRateLimits } from '@/lib/accounts/rate-limits';
import { withFixedRegistration } from '@/lib/accounts/registration/fixed-policy';
import { createRegistration } from '@/lib/accounts/registration/registration';
import { createSetup } from '@/lib/accounts/registration/setup';
import { createServiceKeys } from '@/lib/accounts/service-keys/service-keys';
import { createTokens } from '@/lib/accounts/tokens';
import { createNote } from '@/lib/audit/note';
import type { SenderContext } from '@/lib/audit/sender';
import type { Avatars } from '@/lib/avatars/avatars';
import { createProviderPicture } from '@/lib/avatars/provider/provider-picture';
import { createPeopleImport } from '@/lib/import/people';
import { acceptedLanguage } from '@/lib/languages/accepted-language';
import { createComposer } from '@/lib/mail/mail';
import { createOutbox } from '@/lib/mail/outbox';
import { cheapPasswords } from '../passwords';
import type { Records } from '../records';
import { ADDRESS } from '../requests';
import type { OpenFields, TestAppOptions } from './app-options';
import type { FakeDisk } from './fakes';
import { mailedServices } from './mailed-services';
import { type TestPerson, withCredentials } from './person';

export const SECRET = 'a secret of the tests, long enough';
const PASSWORD = 'correct horse battery';

interface Parts {
  options: TestAppOptions;
  records: Records;
  sender: SenderContext;
  /** The proof that look-ups require of an address. */
  proof: 'proved' | 'any';
  disk: FakeDisk;
  report: (error: unknown) => void;
  log: AuthLog;
  avatars: Pick<Avatars, 'replace'>;
}

/** The services that know people: accounts, tokens, sign-in, and the limits of guesses. */
export function accountServices({ options, records, sender, proof, disk, report, log, avatars }: Parts) {
  const { userPerMinute = 10_000, addressPerMinute = 10_000, registration: fixed } = options;
  let verified = 0;
  const onVerify = () => {
    verified += 1;
  };
  const note = createNote(records, { sender });
  const onRefused = (userId: number) => note('sign-in-refused', userId).catch(report);
  const accounts = createAccounts(records, cheapPasswords(onVerify), proof, onRefused);
  const policies = withFixedRegistration(records, fixed);
  const tokens = createTokens({ records, secret: SECRET });
  const sessionCookie = sessionCookieName(ADDRESS);
  const known = createKnownNetworks({ records, secret: SECRET, report, diskSpace: disk });
  const rateLimits = createRateLimits({ userPerMinute, addressPerMinute }, known, options.counters);
  const registration = createRegistration({ records, policies, fixed });
  const mailed = mailedServices({ records, rateLimits, baseUrl: ADDRESS, report, proof, sender });
  const background = createBackground(report);
  const { oidc: settings, pictureAt = async () => ({ kind: 'none' }) } = options;
  const takePicture = createProviderPicture({ records, replace: avatars.replace, pictureAt, isSource: settings?.picture === 'source' });
  const services = {
    accounts,
    oidc: settings && createOidcSignIn({ settings, records, accounts, registration, background, report, takePicture, onRefused }),
    setup: createSetup(records, accounts),
    ...mailed,
    settled: async () => void (await Promise.all([mailed.settled(), background.settled()])),
    outbox: createOutbox(records, options.sendsMail ?? false),
    administration: createAdministration({
      records,
      passwordResets: mailed.passwordResets,
      rateLimits,
      noteReset: (userId) => note('reset-link-created', userId),
    }),
    peopleImport: createPeopleImport({
      records,
      compose: createComposer({ product: 'Likeness', language: () => acceptedLanguage(sender.current()?.acceptLanguage) ?? 'en' }),
      baseUrl: ADDRESS,
      onEnd: (counts) => note('people-imported', null, counts),
    }),
    registration,
    serviceKeys: createServiceKeys(records, disk),
    tokens,
    policies,
    nextAuth: nextAuthOptions({ accounts, rateLimits, secret: SECRET, baseUrl: ADDRESS, oidc: settings, report, log }),
    sessionCookie,
  };

  async function open(fields: OpenFields = {}): Promise<TestPerson> {
    const {
      email = `${randomUUID()}@example.org`,
      name = 'Ada Lovelace',
      password = PASSWORD,
      role = 'member',
      proof: proved = 'assumed',
    } = fields;
    const person = await accounts.open({ email, name, password, role, proof: proved });
    return withCredentials(person, password, { accounts, tokens, secret: SECRET, baseUrl: ADDRESS, sessionCookie });
  }

  return {
    services,
    rateLimits,
    authenticator: createAuthenticator({ records, tokens, secret: SECRET, diskSpace: disk }),
    open,
    verified: () => verified,
  };
}
