import type { AddressEdit, EmailAddress } from '@/lib/accounts/addresses/ports';
import { readJson } from '@/lib/http/body/body';
import { idFrom, parseFields } from '@/lib/http/body/fields';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native, PRIVATE, requireOwner, requirePassword } from '../parts';
import { type AddressResource, addressChange, newAddress } from './address-schemas';
import { presentLinkMailed } from './verification';

const ADDRESSES_ARE_MANAGED = 'E-mail addresses can be managed';

const ownerOnly = { ...native, access: 'person', allowPassword: true } as const;

/** `GET /api/me/addresses` */
export const listAddresses = defineEndpoint({
  ...ownerOnly,
  parse: (_request, { principal }) => requireOwner(principal, ADDRESSES_ARE_MANAGED).userId,
  core: (userId, { services }) => services.accounts.addresses.list(userId),
  present: (addresses) => Response.json(addresses.map(addressResource), { headers: PRIVATE }),
});

/** `POST /api/me/addresses`. Where addresses are verified, it mails a link, also for an address that the person has without proof. */
export const addAddress = defineEndpoint({
  ...ownerOnly,
  parse: async (_request, { principal, body }) => ({
    principal: requireOwner(principal, ADDRESSES_ARE_MANAGED),
    fields: parseFields(newAddress, await readJson(body)),
  }),
  async core({ principal, fields: { email, password } }, context) {
    const { accounts, verification } = context.services;
    const { userId } = principal;
    const own = await accounts.addresses.list(userId);
    // A new address can reset the password, so that a copied cookie must not suffice. An account without any has none to sign in with.
    if (principal.via === 'session' && own.length > 0 && !own.some((address) => address.email === email)) {
      await requirePassword(principal, password, 'password', context);
    }
    if (!verification.isRequired) return accounts.addresses.add(userId, email);
    await verification.request(userId, email);
    return null;
  },
  present: (address) => (address ? Response.json(addressResource(address), { status: 201, headers: PRIVATE }) : presentLinkMailed()),
});

/** `PATCH /api/me/addresses/{id}` */
export const patchAddress = defineEndpoint({
  ...ownerOnly,
  parse: async (_request, { principal, params, body }) => ({
    principal: requireOwner(principal, ADDRESSES_ARE_MANAGED),
    id: idFrom(params),
    fields: parseFields(addressChange, await readJson(body)),
  }),
  async core({ principal, id, fields: { primary, hashLookup, shows } }, { services: { accounts, avatars } }) {
    const { userId } = principal;
    if (shows) await avatars.requireUnlocked({ principal, userId });
    const change: AddressEdit = {
      ...(primary && { isPrimary: primary }),
      ...(hashLookup !== undefined && { hashLookup }),
      ...(shows && { shows: typeof shows === 'object' ? { avatarId: shows.avatar } : shows }),
    };
    return accounts.addresses.change(userId, id, change);
  },
  present: (address) => Response.json(addressResource(address), { headers: PRIVATE }),
});

/** `DELETE /api/me/addresses/{id}` */
export const deleteAddress = defineEndpoint({
  ...ownerOnly,
  parse: (_request, { principal, params }) => ({
    userId: requireOwner(principal, ADDRESSES_ARE_MANAGED).userId,
    id: idFrom(params),
  }),
  core: ({ userId, id }, { services }) => services.accounts.addresses.remove(userId, id),
  present: () => new Response(null, { status: 204 }),
});

export function addressResource({ id, email, proof, isPrimary, hashLookup, shows, createdAt }: EmailAddress): AddressResource {
  return {
    id,
    email,
    verified: proof !== 'assumed',
    primary: isPrimary,
    hashLookup,
    shows: typeof shows === 'object' ? { avatar: shows.avatarId } : shows,
    createdAt: createdAt.toISOString(),
  };
}
