import type { Principal } from '../accounts/ports';
import { app } from '../app';
import type { DeletionResource, SessionResource } from '../dialects/native/account/account-schemas';
import { announcedDeletion } from '../dialects/native/account/deletion';
import { listedSessions } from '../dialects/native/account/security';
import type { AddressResource } from '../dialects/native/addresses/address-schemas';
import { addressResource } from '../dialects/native/addresses/addresses';
import { listedVersions } from '../dialects/native/kept/kept';
import type { KeptAvatarResource } from '../dialects/native/kept/kept-schemas';
import type { OutboxResource } from '../dialects/native/mail/mail-schemas';
import { listedMessages } from '../dialects/native/mail/outbox';
import { sessionPrincipal } from '../pages';

// Pages are rendered with these lists, so that nothing moves when the browser loads them anew. They equal the answers of the native API.

/** The e-mail addresses of the person who is signed in. */
export async function ownAddresses(): Promise<AddressResource[]> {
  const { services } = (await app()).parts;
  return (await services.accounts.addresses.list((await principal()).userId)).map(addressResource);
}

/** The kept pictures of the person who is signed in, newest first. */
export async function ownVersions(): Promise<KeptAvatarResource[]> {
  return listedVersions(await principal(), (await app()).parts.services);
}

/** The sessions of the person who is signed in. */
export async function ownSessions(): Promise<SessionResource[]> {
  return listedSessions(await principal(), (await app()).parts.services);
}

/** The losses of deleting the account of the person who is signed in, and when that is due. */
export async function ownDeletion(): Promise<DeletionResource> {
  return announcedDeletion(await principal(), (await app()).parts.services);
}

/** The queued messages. The page has checked that an administrator asks. */
export async function outboxMessages(): Promise<OutboxResource> {
  return listedMessages((await app()).parts.services);
}

/** @throws Error without a session: the page has checked that there is one */
async function principal(): Promise<Principal> {
  const found = await sessionPrincipal();
  if (!found) throw new Error('Expected a session: the page redirects without one.');
  return found;
}
