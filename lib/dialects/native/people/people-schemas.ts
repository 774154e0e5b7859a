import { z } from 'zod';
import { LARGEST_ID, MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { accountDeletion, apiKey, futureDate, session } from '../account/account-schemas';
import { address } from '../addresses/address-schemas';
import { rule } from '../rule-schemas';
import { avatar } from '../schemas';
import { reason, reasonText, restrictions } from './moderation-schemas';

/** The JSON of the native API about people, for administrators. Used like `schemas.ts`. */

const date = z.iso.datetime();
const role = z.enum(['member', 'admin'], 'Expected member or admin.');

/** An empty field of a form is one that was not filled in. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const MAX_SEARCH_LENGTH = 200;
const MAX_PAGE = 100;
const DEFAULT_PAGE = 50;

/** The query of `GET /api/people` */
export const peopleQuery = z
  .object({
    q: z.string().max(MAX_SEARCH_LENGTH, `Expected at most ${MAX_SEARCH_LENGTH} characters.`).default(''),
    role: optional(role),
    state: optional(z.enum(['enabled', 'disabled'], 'Expected enabled or disabled.')),
    cursor: optional(z.coerce.number('Expected the value of next.').int().min(1).max(LARGEST_ID)),
    limit: optional(
      z.coerce
        .number(`Expected a number from 1 to ${MAX_PAGE}.`)
        .int()
        .min(1, 'Expected at least 1.')
        .max(MAX_PAGE, `Expected at most ${MAX_PAGE}.`),
    ).transform((limit) => limit ?? DEFAULT_PAGE),
  })
  .meta({ id: 'PeopleQuery' });

/** `PATCH /api/people/{id}` */
export const personChange = z
  .strictObject({
    role: role.optional(),
    disabled: z.boolean('Expected true or false.').optional(),
    avatarLockedUntil: futureDate(', or null')
      .nullable()
      .optional()
      .describe('The person cannot change the picture before. null ends the lock.'),
    reason: reason.optional().describe('Of the lock.'),
  })
  .refine(({ avatarLockedUntil, reason }) => !avatarLockedUntil || reason !== undefined, {
    path: ['reason'],
    ...rule('required', 'Expected a reason, which the person sees.'),
  })
  .meta({ id: 'PersonChange' });

/** `DELETE /api/people/{id}` */
export const personDeletion = z
  .strictObject({
    confirm: z
      .string('Expected the e-mail address of the account.')
      .max(MAX_EMAIL_LENGTH, 'Too long for an e-mail address.')
      .describe('The primary e-mail address of the account.'),
    password: accountDeletion.shape.password,
    reason: reasonText('Expected a reason, or no field.')
      .refine((text) => !/\S@\S/.test(text), rule('contains_email', 'Expected no e-mail address: the audit log keeps the reason.'))
      .optional()
      .describe('For the audit log.'),
  })
  .meta({ id: 'PersonDeletion' });

/** `POST /api/people/{id}/password-reset` */
export const resetQueued = z
  .object({ sending: z.boolean().describe('false: no mail server is configured, and the message stays in the outbox.') })
  .meta({ id: 'ResetQueued' });

/** A person in the list. */
export const listedPerson = z
  .object({
    id: z.number(),
    email: z.string(),
    name: z.string(),
    publicName: z.string().nullable().describe('The name that others see; null: the same.'),
    role,
    createdAt: date,
    disabledAt: date.nullable().describe('null while the credentials of the account are accepted.'),
    picture: z.url().describe('Always the current picture.'),
  })
  .meta({ id: 'ListedPerson' });

/** `PATCH /api/people/{id}` */
export const changedPerson = listedPerson.extend(restrictions.shape).meta({ id: 'ChangedPerson' });

/** `GET /api/people` */
export const peoplePage = z
  .object({
    people: z.array(listedPerson).describe('The newest accounts first.'),
    next: z.number().nullable().describe('The cursor of the next page; null on the last one.'),
    matching: z.number().describe('How many people the search and the filters select.'),
    counts: z.object({ people: z.number(), administrators: z.number(), disabled: z.number() }).describe('Of all people.'),
  })
  .meta({ id: 'PeoplePage' });

const personVersion = z.object({
  id: z.number(),
  key: z.string(),
  alt: z.string(),
  createdAt: date,
  current: z.boolean(),
  addresses: z.number().describe('How many addresses of the person show it in place of the current one.'),
});

/** `GET /api/people/{id}` with a service key */
export const personSummary = changedPerson
  .extend({
    avatar,
    etag: z.string().describe('For If-Match of a change of the picture.'),
    versions: z.array(personVersion).describe('The current picture and those that can be restored, newest first.'),
  })
  .meta({ id: 'PersonSummary' });

/** `GET /api/people/{id}` */
export const personDetails = personSummary
  .extend({
    addresses: z.array(address).describe('The primary one first.'),
    sessions: z.array(session),
    keys: z.array(apiKey).describe('Without the secrets.'),
  })
  .meta({ id: 'PersonDetails' });

export type PersonChange = z.input<typeof personChange>;
export type PersonDeletion = z.input<typeof personDeletion>;
export type ResetQueued = z.infer<typeof resetQueued>;
export type ListedPerson = z.infer<typeof listedPerson>;
export type ChangedPerson = z.infer<typeof changedPerson>;
export type PeoplePageResource = z.infer<typeof peoplePage>;
export type PersonSummary = z.infer<typeof personSummary>;
export type PersonDetails = z.infer<typeof personDetails>;
