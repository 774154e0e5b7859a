import { cookies } from 'next/headers';
import { cache } from 'react';
import { LARGEST_ID } from './accounts/limits';
import type { ResetEffect } from './accounts/password-resets/password-resets';
import type { Principal } from './accounts/ports';
import type { Profile } from './accounts/profile/ports';
import { timeZones } from './accounts/profile/time-zones';
import { app } from './app';
import { MAX_LISTED_BLOCKED_FILES } from './avatars/limits';
import { acceptedBy, lowerBound } from './avatars/policy';
import { keyResource } from './dialects/native/account/account';
import type { KeyResource } from './dialects/native/account/account-schemas';
import { auditPage } from './dialects/native/audit/audit';
import { type AuditPageResource, auditQuery } from './dialects/native/audit/audit-schemas';
import { identityResource } from './dialects/native/identities/identities';
import type { IdentityResource } from './dialects/native/identities/identity-schemas';
import type { BlockedFileResource, RestrictionsResource } from './dialects/native/people/moderation-schemas';
import { type PeoplePageResource, type PersonDetails, peopleQuery } from './dialects/native/people/people-schemas';
import { blockedFileResource, pageResource, personDetails, restrictionsResource } from './dialects/native/people/resource';
import type { InviteResource } from './dialects/native/registration/registration-schemas';
import { avatarResource, inviteResource, stateTag } from './dialects/native/resource';
import type { AvatarResource, PolicyResource } from './dialects/native/schemas';
import { serviceKeyResource } from './dialects/native/services/resource';
import type { ServiceKeyResource } from './dialects/native/services/service-schemas';
import { isAvatarError } from './errors';
import { gravatarHost } from './gravatar/service';
import type { InputFormat } from './imaging/media-types';
import { LANGUAGES } from './languages/languages';

/** The principal of the session whose cookie the browser sent; null without a session. Looked up once for each request. */
export const sessionPrincipal = cache(async (): Promise<Principal | null> => {
  // First: reading cookies makes Next.js render the page for each request and not in the build, which has no database.
  const sent = await cookies();
  const { services, authenticator } = (await app()).parts;
  const token = sent.get(services.sessionCookie)?.value;
  return token ? authenticator.authenticate({ kind: 'session', token, sameOrigin: true }, null) : null;
});

/** The person who is signed in, as pages show them; null without a session. */
export async function signedIn(): Promise<{
  id: number;
  name: string;
  email: string;
  profile: Profile;
  isAdmin: boolean;
  avatar: AvatarResource;
  etag: string;
} | null> {
  const principal = await sessionPrincipal();
  if (!principal) return null;
  const { services } = (await app()).parts;
  const state = await services.avatars.stateOf(principal.userId);
  const { id, name, email, publicName, language, timeZone, role } = state.person;
  return {
    id,
    name,
    email,
    profile: { name, publicName, language, timeZone },
    isAdmin: role === 'admin',
    avatar: avatarResource(state, services.baseUrl, true),
    etag: stateTag(state),
  };
}

/** The languages that a person can choose from. Each has its own name, as those who speak it look for it. */
export function languageChoices(): { value: string; label: string }[] {
  const nameOf = (language: string) => new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return LANGUAGES.map((value) => ({ value, label: nameOf(value) }));
}

/** The languages and time zones that a person can choose from. */
export function profileChoices({ timeZone }: Pick<Profile, 'timeZone'>): {
  languages: { value: string; label: string }[];
  timeZones: string[];
} {
  return { languages: languageChoices(), timeZones: timeZones(timeZone) };
}

/** How much a reset of the password by a link ends; null if the link has expired. */
export async function resetEffect(token: string): Promise<ResetEffect | null> {
  return (await app()).parts.services.passwordResets.effectOf(token);
}

/** When the account will be deleted; null: it stays. */
export async function deletionDue(userId: number): Promise<Date | null> {
  return (await app()).parts.services.erasures.due(userId);
}

/** The lock and the notice of the picture of a person. */
export async function pictureRestrictions(userId: number): Promise<{ restrictions: RestrictionsResource; isLocked: boolean }> {
  const found = await (await app()).parts.services.avatars.restrictions(userId);
  return { restrictions: restrictionsResource(found), isLocked: found.lockedUntil !== null && found.lockedUntil > new Date() };
}

/** The current limits for uploads of the person who is signed in. */
export async function uploadRules(): Promise<{
  maxBytes: number;
  directUploadBytes: number | null;
  formats: InputFormat[];
  locked: boolean;
  ownLock: boolean;
  exempt: boolean;
  gravatarHost: string;
  fetchesAddresses: boolean;
  directory: string | null;
}> {
  const [person, current] = [await signedIn(), await policy()];
  const ownLock = person !== null && (await pictureRestrictions(person.id)).isLocked;
  const { maxUploadBytes, directUploads, formats, gravatarUrl, fetchPicture, directoryPicture, oidc } = (await app()).parts.services;
  return {
    maxBytes: lowerBound(current, maxUploadBytes),
    directUploadBytes: directUploads?.fromBytes ?? null,
    formats: [...acceptedBy(current, formats)],
    locked: ownLock || (current.avatarChangesDisabled && !person?.isAdmin),
    ownLock,
    exempt: person?.isAdmin ?? false,
    gravatarHost: gravatarHost(gravatarUrl),
    fetchesAddresses: fetchPicture !== undefined,
    directory: (person && (await directoryPicture?.isKnown(person.id)) && oidc?.settings.name) || null,
  };
}

/** How many pictures are kept of the person who is signed in, with the current one. */
export async function keptPictures(): Promise<number> {
  const principal = await sessionPrincipal();
  return principal ? (await (await app()).parts.services.avatars.history(principal)).length : 0;
}

/** Whether the setup link is still to be used. False while the database does not answer. */
export async function isSetupOpen(): Promise<boolean> {
  return (await app()).parts.services.setup.isOpen().catch(() => false);
}

/** The name of the provider with which people sign in; null: there is none. */
export async function providerName(): Promise<string | null> {
  return (await app()).parts.services.oidc?.settings.name ?? null;
}

/** Whether a mail server is configured. */
export async function sendsMail(): Promise<boolean> {
  return (await app()).parts.services.outbox.sending;
}

/** How a person signs in. */
export async function signInMethods(
  userId: number,
): Promise<{ hasPassword: boolean; provider: string | null; identities: IdentityResource[] }> {
  const { accounts, oidc } = (await app()).parts.services;
  const [methods, identities] = await Promise.all([accounts.signInMethods(userId), accounts.identities.list(userId)]);
  return {
    hasPassword: methods?.hasPassword ?? false,
    provider: oidc?.settings.name ?? null,
    identities: identities.map((identity) => identityResource(identity, oidc)),
  };
}

/** Whether links are sent to verify e-mail addresses. */
export async function verifiesAddresses(): Promise<boolean> {
  return (await app()).parts.services.accounts.addresses.verifies;
}

/** The people that an administrator has searched for. A query that makes no sense shows everybody. */
export async function people(
  query: Record<string, string | string[] | undefined>,
): Promise<PeoplePageResource & { query: { q: string; role: string; state: string; cursor: string } }> {
  const { baseUrl, administration } = (await app()).parts.services;
  const { data: read } = peopleQuery.safeParse(query);
  const { q: text, role, state, cursor: before, limit } = read ?? peopleQuery.parse({});
  const page = await administration.list({ text, role, state }, { before, limit });
  return {
    ...pageResource(page, baseUrl),
    query: { q: text, role: role ?? '', state: state ?? '', cursor: String(before ?? '') },
  };
}

/** A person as administrators see them; null if there is none with this id. */
export async function personOf(id: string): Promise<PersonDetails | null> {
  const { services } = (await app()).parts;
  if (!/^[1-9]\d*$/.test(id) || Number(id) > LARGEST_ID) return null;
  try {
    return await personDetails(Number(id), services, undefined);
  } catch (error) {
    if (isAvatarError(error) && error.code === 'not_found') return null;
    throw error;
  }
}

/** The entries of the audit log that an administrator has selected. A query that makes no sense shows all of them. */
export async function auditLog(query: Record<string, string | string[] | undefined>): Promise<
  AuditPageResource & {
    query: { action: string; subject: string; actor: string; cursor: string };
    /** Of the people in the entries who have an account, by id. */
    names: ReadonlyMap<number, string>;
  }
> {
  const { audit, administration } = (await app()).parts.services;
  const read = auditQuery.safeParse(query).data ?? auditQuery.parse({});
  const text = (value: string | number | undefined) => String(value ?? '');
  const { action, subject, actor, cursor } = read;
  const page = await auditPage(read, audit);
  const ids = page.entries.flatMap(({ actor, actorId, subjectId }) => [subjectId, actor === 'person' ? actorId : null]);
  return {
    ...page,
    names: await administration.namesOf([...new Set(ids.filter((id) => id !== null))]),
    query: { action: text(action), subject: text(subject), actor: text(actor), cursor: text(cursor) },
  };
}

/** The current policy. */
export async function policy(): Promise<PolicyResource> {
  const { policies, registration } = (await app()).parts.services;
  return { ...(await policies.policy()), fixed: registration.fixed };
}

/** The rules for new accounts: shown as open while the database does not answer. */
export async function registrationRules(): Promise<Pick<PolicyResource, 'registration' | 'registrationDomains'>> {
  return policy().catch(() => ({ registration: 'open' as const, registrationDomains: [] }));
}

/** Whether people without an invite may sign up, if only with some addresses. */
export const isOpenToVisitors = ({ registration }: Pick<PolicyResource, 'registration'>) =>
  registration === 'open' || registration === 'domains';

/** Whether the token of an invite can be used now. */
export async function isInviteUsable(token: string): Promise<boolean> {
  return (await (await app()).parts.services.registration.invite(token)) !== null;
}

/** Invites, newest first, for administrators. */
export async function invites(): Promise<InviteResource[]> {
  return (await (await app()).parts.services.registration.invites.list()).map(inviteResource);
}

/** Files that cannot become a picture, newest first, for administrators. */
export async function blockedFiles(): Promise<BlockedFileResource[]> {
  const files = await (await app()).parts.services.moderation.blockedFiles(MAX_LISTED_BLOCKED_FILES);
  return files.map(blockedFileResource);
}

/** The API keys of a person, newest first. */
export async function apiKeys(userId: number): Promise<KeyResource[]> {
  return (await (await app()).parts.services.accounts.keys.list(userId)).map(keyResource);
}

/** Service keys, newest first, for administrators. */
export async function serviceKeys(): Promise<ServiceKeyResource[]> {
  return (await (await app()).parts.services.serviceKeys.list()).map(serviceKeyResource);
}
