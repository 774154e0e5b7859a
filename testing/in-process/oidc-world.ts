import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { OidcSettings } from '@/lib/accounts/identities/settings';
import { createTestApp, type TestApp, type TestAppOptions } from '../app';
import { startOidcProvider, type TestProvider } from '../oidc-provider';
import { ADDRESS } from '../requests';

/** A provider for all tests of a file, with another person in front of the browser in each test. */
export interface OidcWorld {
  provider(): TestProvider;
  /** An app that signs in with the provider, and verifies addresses. */
  appWith(fields?: Partial<OidcSettings>, options?: TestAppOptions): Promise<TestApp>;
  /** Gives the person in front of the browser these claims. @returns the address */
  person(claims?: Record<string, unknown>): string;
}

export function createOidcWorld(): OidcWorld {
  let provider: TestProvider;
  let people = 0;

  beforeAll(async () => {
    vi.stubEnv('NEXTAUTH_URL', ADDRESS);
    provider = await startOidcProvider(`${ADDRESS}/api/auth/callback/oidc`);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await provider.close();
  });
  beforeEach(() => {
    people += 1;
    provider.subject = `subject-${people}`;
    provider.alterIdToken = (claims) => claims;
    provider.refuses = false;
  });

  return {
    provider: () => provider,
    appWith: (fields = {}, options = {}) => {
      const oidc: OidcSettings = {
        issuer: provider.issuer,
        clientId: provider.clientId,
        clientSecret: provider.clientSecret,
        name: 'Example SSO',
        scopes: ['openid', 'email', 'profile', 'groups'],
        allowedDomains: [],
        allowedGroups: [],
        groupsClaim: 'groups',
        adminGroup: undefined,
        picture: 'fallback',
        ...fields,
      };
      return createTestApp({ oidc, verifiesAddresses: true, ...options });
    },
    person(claims = {}) {
      const email = `person-${people}@example.org`;
      provider.people.set(provider.subject, { email, email_verified: true, name: 'Ada Lovelace', ...claims });
      return email;
    },
  };
}
