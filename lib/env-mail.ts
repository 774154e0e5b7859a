import { z } from 'zod';
import type { MailSettings } from '@/lib/mail/settings';

/** `Name <address>`, or an address. */
const SENDER = /^(?:(?<name>[^<>\p{Cc}]*)<(?<inner>[^\s<>@]+@[^\s<>@]+)>|(?<outer>[^\s<>@]+@[^\s<>@]+))$/u;

export const MAIL_VARIABLES = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'expected smtp://user:password@host:587, smtps:// for TLS from the start, or nothing' })
    .optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .regex(SENDER, 'expected an address such as pictures@example.org, or Pictures <pictures@example.org>')
    .optional(),
  EMAIL_VERIFICATION: z.enum(['required', 'off'], 'expected required or off').optional(),
  PRODUCT_NAME: z
    .string()
    .trim()
    .min(1, 'expected a name')
    .max(60, 'expected at most 60 characters')
    .regex(/^\P{Cc}*$/u, 'expected no control characters')
    .default('Likeness'),
};

/** Whether an address has to be proved by a mailed link: by default where mail is sent. */
export function verifiesAddresses({ EMAIL_VERIFICATION, SMTP_URL }: z.output<z.ZodObject<typeof MAIL_VARIABLES>>): boolean {
  return EMAIL_VERIFICATION === undefined ? SMTP_URL !== undefined : EMAIL_VERIFICATION === 'required';
}

/** @param baseUrl whose host is part of the sender, unless a sender is given */
export function mailSettings(env: z.output<z.ZodObject<typeof MAIL_VARIABLES>>, baseUrl: string): MailSettings {
  const { name, inner, outer } = SENDER.exec(env.MAIL_FROM ?? '')?.groups ?? {};
  return {
    smtpUrl: env.SMTP_URL,
    from: { name: name?.trim() || env.PRODUCT_NAME, address: inner ?? outer ?? `no-reply@${new URL(baseUrl).hostname}` },
    product: env.PRODUCT_NAME,
  };
}
