/** Sentences for the codes with which a sign-in with a provider ends. @param provider its name */
const PROBLEMS: Record<string, (provider: string) => string> = {
  OAuthSignin: (provider) => `${provider} cannot be reached at present. Try again in a moment, or sign in with your password.`,
  OAuthCallback: (provider) => `The answer of ${provider} could not be verified. Try again.`,
  oidc_cancelled: (provider) => `You have not signed in with ${provider}.`,
  oidc_unverified: (provider) => `${provider} has not verified your e-mail address, so no account can be opened with it.`,
  oidc_not_allowed: (provider) => `Your account at ${provider} may not be used here. Ask the administrator.`,
  oidc_link: (provider) =>
    `An account here has your e-mail address. Sign in to it with its password, and it is connected with ${provider}.`,
  oidc_claim: (provider) =>
    `An account here names your e-mail address, which its owner has not verified. If it is yours, sign in to it with its password, and it is connected with ${provider}.`,
  identity_taken: (provider) =>
    `This account at ${provider} is connected with another account here, or yours is connected with another one at ${provider}.`,
  sign_in_again: (provider) => `Connecting ${provider} needs a recent sign-in. Sign out, sign in again, and connect it within ten minutes.`,
  registration_refused: () =>
    'This server does not accept new accounts, or none with your e-mail address. Ask the administrator for an invite.',
  account_disabled: () => 'This account is disabled. Ask an administrator to enable it.',
  storage_full: () => 'The disk of this server is full. Ask the administrator to free some space, then try again.',
  database_unavailable: () => 'The server cannot reach its database at present. Try again in a moment.',
};

/** @returns null if the code is none of a provider */
export function providerProblem(code: string | undefined, provider: string | null): string | null {
  if (code === undefined || provider === null || !Object.hasOwn(PROBLEMS, code)) return null;
  return PROBLEMS[code]?.(provider) ?? null;
}
