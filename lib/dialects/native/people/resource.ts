import type { PeoplePage } from '@/lib/accounts/administration/ports';
import type { Person } from '@/lib/accounts/ports';
import { type BlockedFile, IMPORT_REASON, type Restrictions } from '@/lib/avatars/moderation/ports';
import { AvatarError } from '@/lib/errors';
import type { Services } from '@/lib/http/endpoint';
import { keyResource } from '../account/account';
import { sessionResource } from '../account/security';
import { addressResource } from '../addresses/addresses';
import { avatarResource, stateTag } from '../resource';
import type { BlockedFileResource, RestrictionsResource } from './moderation-schemas';
import type { ListedPerson, PeoplePageResource, PersonDetails, PersonSummary } from './people-schemas';

export function listedPerson({ id, email, name, publicName, role, createdAt, disabledAt }: Person, baseUrl: string): ListedPerson {
  const dates = { createdAt: createdAt.toISOString(), disabledAt: disabledAt?.toISOString() ?? null };
  return { id, email, name, publicName, role, ...dates, picture: `${baseUrl}/u/${id}/avatar` };
}

export function pageResource({ people, ...page }: PeoplePage, baseUrl: string): PeoplePageResource {
  return { people: people.map((person) => listedPerson(person, baseUrl)), ...page };
}

export function restrictionsResource({ lockedUntil, notice }: Restrictions): RestrictionsResource {
  return {
    avatarLockedUntil: lockedUntil?.toISOString() ?? null,
    notice: notice && { ...notice, isImported: notice.kind === 'set' && notice.reason === IMPORT_REASON, at: notice.at.toISOString() },
  };
}

export function blockedFileResource({ createdAt, ...file }: BlockedFile): BlockedFileResource {
  return { ...file, createdAt: createdAt.toISOString() };
}

/** A person without what only administrators see: where they are signed in, and their keys. @throws AvatarError not_found */
export async function personSummary(userId: number, { accounts, avatars, baseUrl }: Services): Promise<PersonSummary> {
  const person = await accounts.person(userId);
  if (!person) throw new AvatarError('not_found', `User ${userId} not found.`);
  const [state, restrictions, history, addresses] = await Promise.all([
    avatars.stateOf(userId),
    avatars.restrictions(userId),
    avatars.historyOf(userId),
    accounts.addresses.list(userId),
  ]);
  return {
    ...listedPerson(person, baseUrl),
    ...restrictionsResource(restrictions),
    avatar: avatarResource(state, baseUrl, false),
    etag: stateTag(state),
    versions: history.map(({ id, key, alt, createdAt }) => ({
      id,
      key,
      alt,
      createdAt: createdAt.toISOString(),
      current: id === state.avatar?.id,
      addresses: addresses.filter(({ shows }) => typeof shows === 'object' && shows.avatarId === id).length,
    })),
  };
}

/** A person with everything that an administrator sees of them. @throws AvatarError not_found */
export async function personDetails(userId: number, services: Services, currentSession: string | undefined): Promise<PersonDetails> {
  const { accounts } = services;
  const [summary, addresses, sessions, keys, { describeDevice }] = await Promise.all([
    personSummary(userId, services),
    accounts.addresses.list(userId),
    accounts.sessions.list(userId),
    accounts.keys.list(userId),
    import('../account/device'),
  ]);
  return {
    ...summary,
    addresses: addresses.map(addressResource),
    sessions: sessions.map((session) => sessionResource(session, currentSession, describeDevice)),
    keys: keys.map(keyResource),
  };
}
