import { z } from 'zod';

/** In ASCII, as addresses are compared. */
export const DOMAIN = /^(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/;

export const REGISTRATION_VARIABLES = {
  REGISTRATION: z.enum(['open', 'invite', 'domains', 'closed'], 'expected open, invite, domains or closed').optional(),
  REGISTRATION_DOMAINS: z
    .string()
    .transform((text) =>
      text
        .toLowerCase()
        .split(',')
        .map((domain) => domain.trim())
        .filter(Boolean),
    )
    .refine((domains) => domains.every((domain) => DOMAIN.test(domain)), 'expected domains such as example.org, separated by commas')
    .optional(),
};

/** @returns undefined if the administrator decides */
export function fixedRegistration({ REGISTRATION, REGISTRATION_DOMAINS }: z.output<z.ZodObject<typeof REGISTRATION_VARIABLES>>) {
  return REGISTRATION && { registration: REGISTRATION, registrationDomains: REGISTRATION_DOMAINS ?? [] };
}
