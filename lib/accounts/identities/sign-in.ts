import { randomBytes } from 'node:crypto';
import { AvatarError, accountDisabled, isAvatarError } from '@/lib/errors';
import { isPrintable, visibleText } from '@/lib/text';
import { canonicalEmail, emailProblem } from '../email';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH, RECENT_SIGN_IN_MS } from '../limits';
import type { Background } from '../links/background';
import type { Accounts, PeopleRecords, Person, Principal, StoredPerson } from '../ports';
import type { SetupRecords } from '../registration/ports';
import type { Registration } from '../registration/registration';
import type { Identity, IdentityRecords, ProviderAccount } from './ports';
import { type ProviderProfile, providerProfile } from './profile';
import type { OidcSettings } from './settings';

/** `connect`: adds the identity to the account that is signed in. `claim`: takes an address from an account that has not proved it. */
export const OIDC_INTENTS = ['sign-in', 'connect', 'claim'] as const;
export type OidcIntent = (typeof OIDC_INTENTS)[number];

/** Why a person is not signed in, as stable words that pages have sentences for. */
export type OidcRefusal =
  /** The provider has not verified the address, by which a new account would be found. */
  | 'oidc_unverified'
  /** The person is in none of the allowed domains or groups. */
  | 'oidc_not_allowed'
  /** An account has the address, with proof. */
  | 'oidc_link'
  /** An account has the address, without proof. */
  | 'oidc_claim'
  | 'identity_taken'
  | 'sign_in_again';

export type OidcOutcome =
  | { kind: 'signed-in'; userId: number; sid: string }
  | { kind: 'connected' }
  | { kind: 'refused'; reason: OidcRefusal };

export interface OidcRequest {
  intent: OidcIntent;
  /** The person who is signed in already; for `connect` the one who asked for it, null if their session has ended. */
  current: Principal | null;
  from: { userAgent: string; address: string };
}

/** Fetches the picture of a person. @returns whether it was fetched @see lib/avatars/provider */
export type TakePicture = (userId: number, url: string, last: Pick<Identity, 'pictureUrl' | 'pictureAt'>) => Promise<boolean>;

/** Signs people in whom an OpenID Connect provider has identified. */
export interface OidcSignIn {
  settings: OidcSettings;
  /** Receives failures that are no AvatarError. */
  report: (error: unknown) => void;
  /**
   * @param claims of a verified ID token
   * @throws AvatarError account_disabled, registration_refused; invalid_credentials if the identity is disconnected meanwhile
   */
  finish(claims: Record<string, unknown>, request: OidcRequest): Promise<OidcOutcome>;
}

export interface OidcSignInParts {
  settings: OidcSettings;
  records: IdentityRecords & Pick<PeopleRecords, 'personByEmail' | 'storedPerson'> & Pick<SetupRecords, 'changeRole'>;
  accounts: Pick<Accounts, 'sessions'>;
  registration: Pick<Registration, 'admit'>;
  background: Background;
  report: (error: unknown) => void;
  takePicture: TakePicture;
  /** Called with a person whose account is disabled. */
  onRefused: (userId: number) => Promise<void>;
}

export function createOidcSignIn(parts: OidcSignInParts): OidcSignIn {
  const { settings, records, accounts, registration, background, takePicture, onRefused } = parts;
  const { allowedDomains, allowedGroups, adminGroup } = settings;

  function isAllowed({ verifiedEmail, groups }: ProviderProfile): boolean {
    const domain = verifiedEmail === null ? '' : domainOf(canonicalEmail(verifiedEmail));
    return (
      (allowedDomains.length === 0 || allowedDomains.includes(domain)) &&
      (allowedGroups.length === 0 || allowedGroups.some((group) => groups.includes(group)))
    );
  }

  /** The administrator of the server says who comes in: by the lists of the provider, else by the rules for new accounts. */
  async function admit(email: string): Promise<void> {
    if (allowedDomains.length === 0 && allowedGroups.length === 0) await registration.admit({ email });
  }

  const roleOf = ({ groups }: ProviderProfile) => (adminGroup !== undefined && groups.includes(adminGroup) ? 'admin' : 'member');

  /** The last administrator stays one: else no person could change the settings any more. */
  async function updateRole(person: Person, profile: ProviderProfile): Promise<void> {
    const role = roleOf(profile);
    if (adminGroup === undefined || person.role === role) return;
    await records.changeRole(person.id, role).catch((error) => {
      if (!isAvatarError(error) || error.code !== 'last_administrator') throw error;
    });
  }

  /** An administrator has imported the account, and no person has ever signed in to it. */
  async function isUnclaimed({ id, passwordHash }: StoredPerson): Promise<boolean> {
    return passwordHash === null && (await records.identitiesOf(id)).length === 0;
  }

  async function claim(person: Person, account: ProviderAccount): Promise<Person | OidcRefusal> {
    const { id } = await records.addIdentity(person.id, account);
    // A mailed link may have handed the account over a moment ago; it does not once the account has an identity.
    if ((await records.storedPerson(person.id))?.passwordHash === null) return person;
    await records.removeIdentity(person.id, id);
    return 'oidc_link';
  }

  async function open(account: ProviderAccount, profile: ProviderProfile, intent: OidcIntent): Promise<Person | OidcRefusal> {
    if (profile.verifiedEmail === null || emailProblem(profile.verifiedEmail)) return 'oidc_unverified';
    const email = canonicalEmail(profile.verifiedEmail);
    if (email.length > MAX_EMAIL_LENGTH) return 'oidc_unverified';
    const owner = await records.personByEmail(email, 'proved');
    if (owner && !(await isUnclaimed(owner))) return 'oidc_link';
    if (!owner && intent !== 'claim' && (await records.personByEmail(email, 'any'))) return 'oidc_claim';
    if (!owner) await admit(email);
    const person = { email, name: nameOf(profile, email), role: roleOf(profile), generatedKey: randomBytes(20).toString('hex') } as const;
    try {
      if (owner) return await claim(owner, account);
      return (await records.openWithIdentity(account, person, intent === 'claim')).person;
    } catch (error) {
      if (!isAvatarError(error) || (error.code !== 'email_taken' && error.code !== 'identity_taken')) throw error;
      // Another tab may have opened the account a moment ago.
      return (await records.identityOf(account))?.person ?? 'oidc_link';
    }
  }

  async function connect(userId: number, { sessionId }: Principal, account: ProviderAccount): Promise<OidcOutcome> {
    if (!(await isRecent(accounts, userId, sessionId))) return { kind: 'refused', reason: 'sign_in_again' };
    try {
      const { id } = await records.addIdentity(userId, account);
      // A mailed reset may have ended the session, and deleted the identities from before.
      if ((await accounts.sessions.list(userId)).some((session) => session.id === sessionId)) return { kind: 'connected' };
      await records.removeIdentity(userId, id);
      return { kind: 'refused', reason: 'sign_in_again' };
    } catch (error) {
      if (isAvatarError(error) && error.code === 'identity_taken') return { kind: 'refused', reason: 'identity_taken' };
      throw error;
    }
  }

  function fetchPicture(identity: Identity, { picture }: ProviderProfile): void {
    if (picture === null) return;
    background.run(async () => {
      const isFetched = await takePicture(identity.userId, picture, identity);
      if (isFetched) await records.touchIdentity(identity.id, { pictureUrl: picture, pictureAt: new Date() });
      // The person has a picture of their own, and can choose this one on the picture page.
      else if (identity.pictureUrl !== picture) await records.touchIdentity(identity.id, { pictureUrl: picture, pictureAt: null });
    });
  }

  return {
    settings,
    report: parts.report,
    async finish(claims, { intent, current, from }) {
      const profile = providerProfile(claims, settings.groupsClaim);
      if (!isAllowed(profile)) return { kind: 'refused', reason: 'oidc_not_allowed' };
      const account = { issuer: settings.issuer, subject: profile.subject };
      const known = await records.identityOf(account);
      if (intent === 'connect') {
        if (!current) return { kind: 'refused', reason: 'sign_in_again' };
        if (!known) return connect(current.userId, current, account);
        if (known.person.id !== current.userId) return { kind: 'refused', reason: 'identity_taken' };
      }
      const person = known?.person ?? (await open(account, profile, intent));
      if (typeof person === 'string') return { kind: 'refused', reason: person };
      if (person.disabledAt) {
        await onRefused(person.id);
        throw accountDisabled();
      }
      await updateRole(person, profile);
      const sid = await accounts.sessions.open(person.id, from);
      const identity = (await records.identityOf(account))?.identity;
      if (identity?.userId !== person.id) {
        // Disconnected since it was looked up, such as by a reset of the password that ended the sessions from before.
        await accounts.sessions.end(person.id, sid);
        throw new AvatarError('invalid_credentials', 'The account of the provider was disconnected a moment ago. Try again.');
      }
      await records.touchIdentity(identity.id, { lastUsedAt: new Date() });
      fetchPicture(identity, profile);
      return { kind: 'signed-in', userId: person.id, sid };
    },
  };
}

/** Whether the session was opened a moment ago. */
export async function isRecent(accounts: Pick<Accounts, 'sessions'>, userId: number, sessionId: string | undefined): Promise<boolean> {
  const session = (await accounts.sessions.list(userId)).find(({ id }) => id === sessionId);
  return session !== undefined && Date.now() - session.createdAt.getTime() <= RECENT_SIGN_IN_MS;
}

/**
 * In place of a password, for accounts without one.
 * @param provider its name
 * @throws AvatarError sign_in_again
 */
export async function requireRecentSignIn(
  accounts: Pick<Accounts, 'sessions'>,
  { userId, sessionId }: Principal,
  provider: string | undefined,
): Promise<void> {
  if (await isRecent(accounts, userId, sessionId)) return;
  const how = provider === undefined ? 'Choose one by “Forgot your password?”' : `Sign in again with ${provider}`;
  throw new AvatarError('sign_in_again', `Your account has no password. ${how}, then try again within ten minutes.`);
}

const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1);

function nameOf({ name }: ProviderProfile, email: string): string {
  const shown = name !== null && isPrintable(name) ? visibleText(name) : '';
  return [...(shown || email.slice(0, email.lastIndexOf('@')))].slice(0, MAX_NAME_LENGTH).join('');
}
