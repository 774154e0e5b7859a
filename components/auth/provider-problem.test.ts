import { expect, it } from 'vitest';
import { providerProblem } from './provider-problem';

it('a code of a provider has a sentence with its name, and other codes have none', () => {
  expect(providerProblem('OAuthSignin', 'Example SSO')).toBe(
    'Example SSO cannot be reached at present. Try again in a moment, or sign in with your password.',
  );
  expect(providerProblem('account_disabled', 'Example SSO')).toBe('This account is disabled. Ask an administrator to enable it.');
  for (const code of [undefined, 'csrf', 'toString', '__proto__']) expect(providerProblem(code, 'Example SSO')).toBeNull();
  expect(providerProblem('OAuthSignin', null)).toBeNull();
});
