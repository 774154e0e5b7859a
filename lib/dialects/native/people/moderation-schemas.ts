import { z } from 'zod';
import { LARGEST_ID, MAX_EMAIL_LENGTH } from '@/lib/accounts/limits';
import { MAX_REASON_LENGTH } from '@/lib/avatars/limits';
import { BLOCK_SCOPES, NOTICE_KINDS } from '@/lib/avatars/moderation/ports';
import { visibleText } from '@/lib/text';
import { usedUpload } from '../upload-schemas';

/** The JSON of the native API about pictures that others set, remove, lock or block. Used like `schemas.ts`. */

const date = z.iso.datetime();

/** Most characters of a text that is looked at one by one. Less is kept of each. */
const MAX_TEXT_LENGTH = 10_000;

/** @param missing message for text that is none, or has no visible character */
export const reasonText = (missing: string) =>
  z
    .string(missing)
    .max(MAX_TEXT_LENGTH, `Expected at most ${MAX_REASON_LENGTH} characters.`)
    // Line breaks are kept; PostgreSQL refuses NUL.
    .transform((text) => visibleText(text.replaceAll(/[^\P{Cc}\n]/gu, ' ')))
    .pipe(z.string().min(1, missing).max(MAX_REASON_LENGTH, `Expected at most ${MAX_REASON_LENGTH} characters.`));

/** The person sees it. */
export const reason = reasonText('Expected a reason, which the person sees.').meta({ id: 'Reason' });

const block = z.enum(['none', ...BLOCK_SCOPES], `Expected none, ${BLOCK_SCOPES.join(' or ')}.`);

/** `PUT /api/people/{id}/avatar`, beside the picture. */
export const moderation = z.strictObject({ reason }).meta({ id: 'Moderation' });

/** `PUT /api/people/{id}/avatar` as JSON. */
export const moderatedUpload = usedUpload.extend({ reason }).meta({ id: 'ModeratedUpload' });

/** `DELETE /api/people/{id}/avatar` */
export const removal = z
  .strictObject({
    reason,
    block: block.default('person').describe('Who cannot use the same file again.'),
  })
  .meta({ id: 'Removal' });

/** Text that is checked when the picture is saved. A line could have megabytes of it. */
const text = z.string('Expected text.').max(MAX_TEXT_LENGTH, `Expected at most ${MAX_TEXT_LENGTH} characters.`);

/** Failures are kept until the client reads them, so that none names what a line has. */
const whole = {
  error: ({ code }: { code: string }) => (code === 'unrecognized_keys' ? 'There are unknown fields.' : 'Expected an object.'),
};

const PERSON = 'Expected an id or an e-mail address.';

/** A line of `PUT /api/people/avatars` */
export const avatarLine = z
  .strictObject(
    {
      person: z
        .union(
          [z.int(PERSON).min(1, PERSON).max(LARGEST_ID, PERSON), z.string(PERSON).includes('@', PERSON).max(MAX_EMAIL_LENGTH, PERSON)],
          PERSON,
        )
        .describe('Id or e-mail address.'),
      reason,
      image: z.string('Expected the picture in Base64.').optional().describe('The picture in Base64.'),
      name: text.optional().describe('Name of the file, for display.'),
      alt: text.optional(),
      remove: z.literal(true, 'Expected true, or no field.').optional().describe('Removes the picture, in place of image.'),
      block: block.optional().describe('Of a removal: who cannot use the same file again. Default: person.'),
    },
    whole,
  )
  .refine(({ image, remove }) => (image === undefined) !== (remove === undefined), {
    path: ['image'],
    message: 'Expected either image or remove.',
  })
  .meta({ id: 'AvatarLine' });

/** The result of such a line. A failure has the status, `code`, `detail` and details of a request on its own. */
export const avatarLineResult = z
  .object({
    line: z.number().describe('From 1, with empty lines.'),
    status: z.number(),
    id: z.number().describe('Of the person.'),
    changed: z.boolean().describe('false: the person had this picture already, or none.'),
    key: z.string().nullable().describe('Of the picture that is shown now.'),
  })
  .meta({ id: 'AvatarLineResult' });

/** `GET /api/me/avatar/moderation`, and part of a person for administrators. */
export const restrictions = z
  .object({
    avatarLockedUntil: date.nullable().describe('The person cannot change the picture before.'),
    notice: z
      .object({
        kind: z.enum(NOTICE_KINDS),
        reason: z.string(),
        isImported: z.boolean().describe('Set by an import, whose reason is a sentence in English.'),
        at: date,
      })
      .nullable()
      .describe('What others did last with the picture. null once the person has changed it.'),
  })
  .meta({ id: 'Restrictions' });

export const blockedFile = z
  .object({
    id: z.number(),
    sha256: z.string().describe('Of the uploaded bytes.'),
    userId: z.number().nullable().describe('null: blocked for everyone.'),
    reason: z.string(),
    createdAt: date,
  })
  .meta({ id: 'BlockedFile' });

export type AvatarLine = z.output<typeof avatarLine>;
export type AvatarLineResult = z.infer<typeof avatarLineResult>;
export type Removal = z.input<typeof removal>;
export type RestrictionsResource = z.infer<typeof restrictions>;
export type BlockedFileResource = z.infer<typeof blockedFile>;
