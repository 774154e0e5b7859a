import type { EmailAddress } from '@/lib/accounts/addresses/ports';
import { emailHashes } from '@/lib/accounts/email-hashes';
import { defineEndpoint } from '@/lib/http/endpoint';
import { LADDER } from '@/lib/imaging/sizes';
import { native, PRIVATE } from '../parts';
import type { AvatarLinksResource } from './kept-schemas';

/** `GET /api/me/avatar/links`: the public addresses of the picture, whatever it is at the time. */
export const getLinks = defineEndpoint({
  ...native,
  access: 'person',
  parse: () => null,
  async core(_command, { principal, services: { avatars, accounts, policies, baseUrl } }): Promise<AvatarLinksResource> {
    // Refuses keys that may not read pictures.
    const { person } = await avatars.own(principal);
    const [addresses, { hashLookup }] = await Promise.all([accounts.addresses.list(person.id), policies.policy()]);
    // Other addresses are shown to their owner only, as in `GET /api/me/addresses`.
    const isOwner = principal.via === 'session' || principal.via === 'password';
    const seen = addresses.filter(({ isPrimary }) => isOwner || isPrimary);
    const { verifies } = accounts.addresses;
    return {
      sizes: LADDER,
      byId: addressesOf(`${baseUrl}/u/${person.id}/avatar`),
      byHash: seen.map((address) => ({
        email: address.email,
        ...addressesOf(`${baseUrl}/avatar/${emailHashes(address.email).emailSha256}`),
        hidden: hashLookup ? hiddenBy(address, verifies) : 'policy',
      })),
    };
  },
  present: (links) => Response.json(links, { headers: PRIVATE }),
});

function addressesOf(url: string): AvatarLinksResource['byId'] {
  return { url, sizes: Object.fromEntries(LADDER.map((size) => [size, `${url}?s=${size}`])) };
}

function hiddenBy({ hashLookup, proof, shows }: EmailAddress, verifies: boolean): AvatarLinksResource['byHash'][number]['hidden'] {
  if (verifies && proof === 'assumed') return 'unverified';
  if (!hashLookup) return 'address';
  return shows === 'none' ? 'picture' : null;
}
