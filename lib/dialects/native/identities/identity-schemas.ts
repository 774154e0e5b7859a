import { z } from 'zod';

/** The JSON of the native API about identities, as in schemas.ts. */

const date = z.iso.datetime();

/** `GET /api/me/identities` */
export const identity = z
  .object({
    id: z.number(),
    issuer: z.string().describe('Address of the provider.'),
    name: z.string().nullable().describe('Name of the provider; null: people can no longer sign in with it.'),
    createdAt: date,
    lastUsedAt: date.nullable().describe('The last sign-in with it.'),
  })
  .meta({ id: 'Identity', description: 'An account at a provider, with which the person signs in.' });

export type IdentityResource = z.infer<typeof identity>;
