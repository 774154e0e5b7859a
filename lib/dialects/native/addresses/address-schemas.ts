import { z } from 'zod';
import { email } from '../account/account-schemas';

/** The JSON of the native API about e-mail addresses, as in schemas.ts. */

const shows = z.union([z.enum(['account', 'none']), z.strictObject({ avatar: z.int() })]);

// Requests

/** `POST /api/me/addresses` */
export const newAddress = z
  .strictObject({
    email,
    password: z
      .string('Expected your password.')
      .optional()
      .describe('Of the account; not needed in requests that Basic authenticates with it.'),
  })
  .meta({ id: 'NewAddress' });

/** `PATCH /api/me/addresses/{id}` */
export const addressChange = z
  .strictObject({
    primary: z.literal(true, 'Expected true: make another address primary instead.').optional(),
    hashLookup: z.boolean('Expected true or false.').optional(),
    shows: z
      .union(shows.options, 'Expected "account", "none" or an object such as {"avatar": 12}, with the id of a version.')
      .optional()
      .describe('Also needs the permission to change the picture.'),
  })
  .meta({ id: 'AddressChange' });

/** `POST /api/addresses/verify` */
export const addressConfirmation = z
  .strictObject({
    token: z.string('Expected the token of a link.'),
    password: z.string('Expected a password.').optional().describe('The one that the account was created with, for the link of a sign-up.'),
  })
  .meta({ id: 'AddressConfirmation' });

// Responses

/** `POST /api/me/addresses` where addresses are verified, and `POST /api/accounts` there. */
export const linkMailed = z.object({ message: z.string() }).meta({ id: 'LinkMailed' });

export const confirmedAddress = z
  .object({ email: z.string(), newAccount: z.boolean().describe('Whether the link opened an account.') })
  .meta({ id: 'ConfirmedAddress' });

export const address = z
  .object({
    id: z.number(),
    email: z.string(),
    verified: z.boolean(),
    primary: z.boolean().describe('Whether mail goes to it, and the applications of the person see it.'),
    hashLookup: z.boolean().describe('Whether the picture is served to those who know only a hash of the address.'),
    shows: shows.describe('`account`: the current picture. `none`: no picture. Otherwise the version of this id.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Address' });

export type NewAddress = z.input<typeof newAddress>;
export type AddressChange = z.input<typeof addressChange>;
export type AddressConfirmation = z.input<typeof addressConfirmation>;
export type LinkMailed = z.infer<typeof linkMailed>;
export type ConfirmedAddressResource = z.infer<typeof confirmedAddress>;
export type AddressResource = z.infer<typeof address>;
