import { z } from 'zod';
import { canonicalEmail } from '@/lib/accounts/email';
import * as limits from '@/lib/accounts/limits';
import { SCOPES } from '@/lib/accounts/ports';
import { parseTimeZone } from '@/lib/accounts/profile/time-zones';
import { LANGUAGES } from '@/lib/languages/languages';
import { isPrintable, lengthOf, visibleText } from '@/lib/text';
import { requireEmail, rule } from '../rule-schemas';
import { avatar } from '../schemas';

/** The JSON of the native API about accounts, as in schemas.ts. */

const scope = z.enum(SCOPES, `Expected one of ${SCOPES.join(', ')}.`);
const date = z.iso.datetime();

/** Text of one line with at least one visible character, trimmed. */
export const visible = (message: string, max: number) =>
  z
    .string(message)
    .refine(isPrintable, rule('not_printable', 'Expected no control characters.'))
    .transform(visibleText)
    .pipe(z.string().min(1, message).max(max, `Expected at most ${max} characters.`));

/** PostgreSQL has later dates, which are no dates once they are read, and a field for dates takes a year of six digits. */
const LATEST_DATE = new Date('9999-12-31T23:59:59.999Z');

/** @param orNull `, or null` where the field has that */
export const futureDate = (orNull = '') =>
  z.coerce
    .date(`Expected a date such as 2030-01-31T00:00:00Z${orNull}.`)
    .max(LATEST_DATE, `Expected a date before the year 10000${orNull}.`)
    .refine((date) => date > new Date(), rule('past_date', `Expected a date in the future${orNull}.`));

const tooShort = rule('too_short', `Expected at least ${limits.MIN_PASSWORD_LENGTH} characters.`, limits.MIN_PASSWORD_LENGTH);
const tooLong = rule('too_long', `Expected at most ${limits.MAX_PASSWORD_LENGTH} characters.`, limits.MAX_PASSWORD_LENGTH);

const name = visible('Expected a name.', limits.MAX_NAME_LENGTH);

export const newPassword = z
  .string('Expected a password.')
  .refine((password) => lengthOf(password) >= limits.MIN_PASSWORD_LENGTH, tooShort)
  .refine((password) => lengthOf(password) <= limits.MAX_PASSWORD_LENGTH, tooLong)
  .meta({ id: 'NewPassword' });

export const email = z
  .string('Expected an e-mail address.')
  .superRefine(requireEmail)
  .transform(canonicalEmail)
  .pipe(z.string().max(limits.MAX_EMAIL_LENGTH, 'Too long for an e-mail address.'))
  .meta({ id: 'Email' });

// Requests

/** `POST /api/accounts` */
export const newAccount = z
  .object({
    email,
    name,
    password: newPassword,
    invite: z.string('Expected the token of an invite.').max(100, 'Too long for an invite.').optional(),
  })
  .meta({ id: 'NewAccount' });

const code = z.string('Expected the setup code.').min(1, 'Expected the setup code.').max(100, 'Too long for a setup code.');

/** `POST /api/setup`, for a new account */
export const newAdministrator = newAccount.omit({ invite: true }).extend({ code }).meta({ id: 'NewAdministrator' });

/** `POST /api/setup`, for the account that is signed in */
export const setupCode = z.strictObject({ code }).meta({ id: 'SetupCode' });

/** `POST /api/keys` */
export const newKey = z
  .strictObject({
    label: visible('Expected a label.', limits.MAX_KEY_LABEL_LENGTH).default('API key'),
    scopes: z
      .array(scope)
      .min(1, 'Expected at least one scope.')
      .default([...SCOPES]),
    expiresAt: futureDate().nullable().default(null),
  })
  .meta({ id: 'NewApiKey' });

/** `PATCH /api/me` */
export const profileChange = z
  .strictObject({
    name: name.optional(),
    publicName: visible('Expected a name, or null.', limits.MAX_NAME_LENGTH).nullable().optional(),
    language: z
      .enum(LANGUAGES, `Expected one of ${LANGUAGES.join(', ')}, or null.`)
      .nullable()
      .optional(),
    timeZone: z
      .string('Expected a time zone such as Europe/Berlin, or null.')
      .transform((text, { addIssue, value }) => {
        const timeZone = parseTimeZone(text);
        const { error, params } = rule('time_zone', 'Expected a time zone such as Europe/Berlin, or null.');
        if (timeZone === null) addIssue({ code: 'custom', message: error, input: value, params });
        return timeZone;
      })
      .nullable()
      .optional(),
  })
  .meta({ id: 'ProfileChange' });

/** `PUT /api/me/password` */
export const passwordChange = z
  .strictObject({
    currentPassword: z
      .string('Expected the current password.')
      .refine((password) => lengthOf(password) <= limits.MAX_PASSWORD_LENGTH, rule('wrong_password', 'Wrong password.'))
      .optional()
      .describe('Not needed by a person without one who has signed in within ten minutes.'),
    newPassword,
  })
  .meta({ id: 'PasswordChange' });

/** `DELETE /api/me` */
export const accountDeletion = z
  .strictObject({
    password: z
      .string('Expected the password.')
      .refine((password) => lengthOf(password) <= limits.MAX_PASSWORD_LENGTH, rule('wrong_password', 'Wrong password.'))
      .optional()
      .describe('Not needed by a person without one who has signed in within ten minutes.'),
    now: z.boolean('Expected true or false.').default(false).describe('At once; otherwise in seven days.'),
  })
  .meta({ id: 'AccountDeletion' });

// Responses

export const person = z
  .object({
    id: z.number(),
    email: z.string(),
    name: z.string(),
    publicName: z.string().nullable().describe('The name that other people and applications see; null: the same.'),
    language: z.string().nullable().describe('BCP 47; null: that of the browser.'),
    timeZone: z.string().nullable().describe('IANA name, in which dates are shown; null: that of the browser.'),
    role: z.enum(['member', 'admin']),
    createdAt: date,
  })
  .meta({ id: 'Account' });

export const me = person.extend({ avatar }).meta({ id: 'Me' });

export const apiKey = z
  .object({
    id: z.number(),
    label: z.string(),
    lastFour: z.string(),
    scopes: z.array(scope).readonly(),
    createdAt: date,
    lastUsedAt: date.nullable(),
    expiresAt: date.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const createdKey = apiKey.extend({ key: z.string().describe('The secret, in this response only.') }).meta({ id: 'CreatedApiKey' });

/** `GET /api/me/deletion` */
export const deletion = z
  .object({
    deleteAt: date.nullable().describe('null: the account stays.'),
    versions: z.number().describe('Kept versions of the picture.'),
    keys: z.number(),
    sessions: z.number(),
  })
  .meta({ id: 'Deletion', description: 'What goes with the account.' });

/** `DELETE /api/me` with `now` */
export const deletionReport = z
  .object({
    deletedAt: date,
    versions: z.number().describe('Kept versions of the picture that were deleted.'),
    keys: z.number(),
    sessions: z.number(),
    objects: z.number().describe('Stored files that were deleted.'),
    objectsLeft: z
      .number()
      .describe('Stored files that a list still has: they could not be deleted yet. The server tries again every hour.'),
  })
  .meta({ id: 'DeletionReport' });

/** `GET /api/me/sessions` */
export const session = z
  .object({
    id: z.string(),
    issuer: z.string().nullable().describe('The API that issued its tokens; null for a browser.'),
    device: z.string().nullable().describe('Browser and operating system, as far as known.'),
    address: z.string().nullable().describe('Client address of the sign-in.'),
    createdAt: date,
    lastSeenAt: date,
    current: z.boolean().describe('Whether this request belongs to it.'),
  })
  .meta({ id: 'Session', description: 'A sign-in that has not ended.' });

export type NewAccount = z.input<typeof newAccount>;
export type NewAdministrator = z.input<typeof newAdministrator>;
export type SetupCode = z.input<typeof setupCode>;
export type NewKey = z.input<typeof newKey>;
export type PersonResource = z.infer<typeof person>;
export type MeResource = z.infer<typeof me>;
export type KeyResource = z.infer<typeof apiKey>;
export type CreatedKey = z.infer<typeof createdKey>;
export type ProfileChange = z.input<typeof profileChange>;
export type PasswordChange = z.input<typeof passwordChange>;
export type AccountDeletion = z.input<typeof accountDeletion>;
export type DeletionResource = z.infer<typeof deletion>;
export type DeletionReport = z.infer<typeof deletionReport>;
export type SessionResource = z.infer<typeof session>;
