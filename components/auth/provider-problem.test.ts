import { expect, it } from 'vitest';
import { providerProblem } from './provider-problem';

it('a code of a provider has a text, and other codes have none', () => {
  expect(providerProblem('OAuthSignin', 'Example SSO')).toBe('OAuthSignin');
  expect(providerProblem('account_disabled', 'Example SSO')).toBe('account_disabled');
  for (const code of [undefined, 'csrf', 'toString', '__proto__']) expect(providerProblem(code, 'Example SSO')).toBeNull();
  expect(providerProblem('OAuthSignin', null)).toBeNull();
});
