import { z } from 'zod';
import { canonicalEmail } from '@/lib/accounts/email';
import { requireEmail } from '../rule-schemas';

/** The JSON of the native API about invites, as in schemas.ts. */

const date = z.iso.datetime();
const role = z.enum(['member', 'admin'], 'Expected member or admin.');

/** `POST /api/invites` */
export const newInvite = z
  .strictObject({
    role: role.default('member'),
    email: z
      .string('Expected an e-mail address, or null for any.')
      .superRefine(requireEmail)
      .transform(canonicalEmail)
      .nullable()
      .default(null),
    maxUses: z.int('Expected a whole number.').min(1, 'Expected at least 1.').max(10_000, 'Expected at most 10000.').default(1),
    expiresInDays: z.int('Expected a whole number of days.').min(1, 'Expected at least 1.').max(365, 'Expected at most 365.').default(7),
  })
  .meta({ id: 'NewInvite' });

export const invite = z
  .object({
    id: z.number(),
    createdBy: z.number().describe('User id of the administrator who created it.'),
    role,
    email: z.string().nullable().describe('The only address that it lets in; null for any.'),
    maxUses: z.number(),
    uses: z.number(),
    createdAt: date,
    expiresAt: date,
  })
  .meta({ id: 'Invite' });

export const createdInvite = invite.extend({ url: z.url().describe('The link, in this response only.') }).meta({ id: 'CreatedInvite' });

export type NewInvite = z.input<typeof newInvite>;
export type InviteResource = z.infer<typeof invite>;
export type CreatedInvite = z.infer<typeof createdInvite>;
