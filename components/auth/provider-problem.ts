import type { PageMessages } from '../texts/catalogues';

/** The codes with which a sign-in with a provider ends, each with a text. */
const CODES = [
  'OAuthSignin',
  'OAuthCallback',
  'oidc_cancelled',
  'oidc_unverified',
  'oidc_not_allowed',
  'oidc_link',
  'oidc_claim',
  'identity_taken',
  'sign_in_again',
  'registration_refused',
  'account_disabled',
  'storage_full',
  'database_unavailable',
] as const satisfies readonly (keyof PageMessages['sign-in']['problems'])[];

export type ProviderProblem = (typeof CODES)[number];

/** @returns null if the code is none of a provider */
export function providerProblem(code: string | undefined, provider: string | null): ProviderProblem | null {
  if (provider === null) return null;
  return CODES.find((known) => known === code) ?? null;
}
