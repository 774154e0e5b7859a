import { z } from 'zod';
import type { OidcSettings } from '@/lib/accounts/identities/settings';

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

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const list = (text: string, separator: RegExp) => [
  ...new Set(
    text
      .split(separator)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

const names = z
  .string()
  .transform((text) => list(text, /,/))
  .prefault('');

const text = z
  .string()
  .trim()
  .min(1, 'expected a name')
  .max(200, 'expected at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'expected no control characters');

/** The client secret goes to this address. */
function isTrustworthy(address: string): boolean {
  // Zod has reported it already.
  if (!URL.canParse(address)) return true;
  const { protocol, hostname, search, hash } = new URL(address);
  return (protocol === 'https:' || LOOPBACK.test(hostname)) && search === '' && hash === '';
}

export const OIDC_VARIABLES = {
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://sso.example.org' })
    .refine(isTrustworthy, 'expected an https address without a query, or one of this machine')
    .optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: text.optional(),
  OIDC_SCOPES: z
    .string()
    .transform((text) => list(text, /[\s,]+/))
    .refine((scopes) => scopes.includes('openid'), 'expected openid among the scopes')
    .prefault('openid email profile'),
  OIDC_ALLOWED_DOMAINS: z
    .string()
    .toLowerCase()
    .transform((text) => list(text, /,/))
    .refine((domains) => domains.every((domain) => DOMAIN.test(domain)), 'expected domains such as example.org, separated by commas')
    .prefault(''),
  OIDC_ALLOWED_GROUPS: names,
  OIDC_GROUPS_CLAIM: text.default('groups'),
  OIDC_ADMIN_GROUP: text.optional(),
  OIDC_PICTURE: z.enum(['fallback', 'source'], 'expected fallback or source').default('fallback'),
};

/** @returns undefined without a provider */
export function oidcSettings(env: z.output<z.ZodObject<typeof OIDC_VARIABLES>>): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret,
    name: env.OIDC_NAME ?? new URL(issuer).hostname,
    scopes: env.OIDC_SCOPES,
    allowedDomains: env.OIDC_ALLOWED_DOMAINS,
    allowedGroups: env.OIDC_ALLOWED_GROUPS,
    groupsClaim: env.OIDC_GROUPS_CLAIM,
    adminGroup: env.OIDC_ADMIN_GROUP,
    picture: env.OIDC_PICTURE,
  };
}
