import { z } from 'zod';
import { canonicalEmail } from '@/lib/accounts/email';
import * as limits from '@/lib/accounts/limits';
import { isPrintable } from '@/lib/text';
import { newPassword } from '../account/account-schemas';
import { rule } from '../rule-schemas';

/** The JSON of the native API about mail and mailed links, as in ../schemas.ts. */

/** `POST /api/password-resets` */
export const passwordResetRequest = z
  .strictObject({
    email: z
      .string('Expected an e-mail address.')
      .refine(isPrintable, rule('not_printable', 'Expected no control characters.'))
      .transform(canonicalEmail)
      .pipe(z.string().min(1, 'Expected an e-mail address.').max(limits.MAX_EMAIL_LENGTH, 'Too long for an e-mail address.')),
  })
  .meta({ id: 'PasswordResetRequest' });

/** `POST /api/password-resets/confirm` */
export const passwordReset = z
  .strictObject({ token: z.string('Expected the token of the link.'), newPassword })
  .meta({ id: 'PasswordReset' });

const date = z.iso.datetime();

/** `GET /api/outbox` */
export const outbox = z
  .object({
    sending: z.boolean().describe('Whether a mail server is configured.'),
    messages: z.array(
      z.object({
        id: z.string(),
        to: z.string(),
        subject: z.string(),
        text: z.string().nullable().describe('null where mail is sent: a link in it is for its recipient alone.'),
        state: z.enum(['waiting', 'sent', 'given-up']),
        attempts: z.number(),
        error: z.string().nullable().describe('Answer of the mail server to the last failed attempt.'),
        createdAt: date,
        sentAt: date.nullable(),
        nextAttemptAt: date.nullable(),
      }),
    ),
  })
  .meta({ id: 'Outbox', description: 'The newest messages of the last days, newest first.' });

export type PasswordResetRequest = z.input<typeof passwordResetRequest>;
export type PasswordReset = z.input<typeof passwordReset>;
export type OutboxResource = z.infer<typeof outbox>;
