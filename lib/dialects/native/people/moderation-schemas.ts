import { z } from 'zod';
import { MAX_REASON_LENGTH } from '@/lib/avatars/limits';
import { BLOCK_SCOPES, NOTICE_KINDS } from '@/lib/avatars/moderation/ports';
import { visibleText } from '@/lib/text';
import { usedUpload } from '../upload-schemas';

/** The JSON of the native API about pictures that others set, remove, lock or block. Used like `schemas.ts`. */

const date = z.iso.datetime();

/** The person sees it. */
export const reason = z
  .string('Expected a reason, which the person sees.')
  // Line breaks are kept; PostgreSQL refuses NUL.
  .transform((text) => visibleText(text.replaceAll(/[^\P{Cc}\n]/gu, ' ')))
  .pipe(
    z
      .string()
      .min(1, 'Expected a reason, which the person sees.')
      .max(MAX_REASON_LENGTH, `Expected at most ${MAX_REASON_LENGTH} characters.`),
  )
  .meta({ id: 'Reason' });

/** `PUT /api/people/{id}/avatar`, beside the picture. */
export const moderation = z.strictObject({ reason }).meta({ id: 'Moderation' });

/** `PUT /api/people/{id}/avatar` as JSON. */
export const moderatedUpload = usedUpload.extend({ reason }).meta({ id: 'ModeratedUpload' });

/** `DELETE /api/people/{id}/avatar` */
export const removal = z
  .strictObject({
    reason,
    block: z
      .enum(['none', ...BLOCK_SCOPES], `Expected none, ${BLOCK_SCOPES.join(' or ')}.`)
      .default('person')
      .describe('Who cannot use the same file again.'),
  })
  .meta({ id: 'Removal' });

/** `GET /api/me/avatar/moderation`, and part of a person for administrators. */
export const restrictions = z
  .object({
    avatarLockedUntil: date.nullable().describe('The person cannot change the picture before.'),
    notice: z
      .object({ kind: z.enum(NOTICE_KINDS), reason: z.string(), at: date })
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

export type Removal = z.input<typeof removal>;
export type RestrictionsResource = z.infer<typeof restrictions>;
export type BlockedFileResource = z.infer<typeof blockedFile>;
