import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';

const COMPLETE = { OIDC_ISSUER: 'https://sso.example.org/realms/staff', OIDC_CLIENT_ID: 'likeness', OIDC_CLIENT_SECRET: 's3cret' };

describe('settings of the OpenID Connect provider', () => {
  it('are three, and the rest has defaults', () => {
    expect(parseEnv({}).oidc).toBeUndefined();
    expect(parseEnv(COMPLETE).oidc).toEqual({
      issuer: 'https://sso.example.org/realms/staff',
      clientId: 'likeness',
      clientSecret: 's3cret',
      name: 'sso.example.org',
      scopes: ['openid', 'email', 'profile'],
      allowedDomains: [],
      allowedGroups: [],
      groupsClaim: 'groups',
      adminGroup: undefined,
      picture: 'fallback',
    });
  });

  it('take lists with spaces and repetitions', () => {
    const { oidc } = parseEnv({
      ...COMPLETE,
      OIDC_NAME: ' Example SSO ',
      OIDC_SCOPES: 'openid  email,groups',
      OIDC_ALLOWED_DOMAINS: 'Example.org, example.org ,school.example',
      OIDC_ALLOWED_GROUPS: 'staff, Pupils of 5b',
      OIDC_GROUPS_CLAIM: 'roles',
      OIDC_ADMIN_GROUP: 'admins',
      OIDC_PICTURE: 'source',
    });
    expect(oidc).toMatchObject({
      name: 'Example SSO',
      scopes: ['openid', 'email', 'groups'],
      allowedDomains: ['example.org', 'school.example'],
      allowedGroups: ['staff', 'Pupils of 5b'],
      groupsClaim: 'roles',
      adminGroup: 'admins',
      picture: 'source',
    });
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost:9000/realm', 'https://sso.example.org/'])('the issuer may be %s', (OIDC_ISSUER) => {
    expect(parseEnv({ ...COMPLETE, OIDC_ISSUER }).oidc?.issuer).toBe(OIDC_ISSUER);
  });

  it('that are incomplete are listed, without those that are there', () => {
    expect(() => parseEnv({ OIDC_ADMIN_GROUP: 'admins', OIDC_CLIENT_ID: 'likeness' })).toThrow(
      [
        'Invalid environment variables:',
        '  OIDC_ISSUER: expected the address of the provider, since OIDC_ADMIN_GROUP is set (got nothing)',
        '  OIDC_CLIENT_SECRET: expected the secret of the client at the provider, since OIDC_ADMIN_GROUP is set (got nothing)',
        '.env.example documents all of them.',
      ].join('\n'),
    );
  });

  it.each([
    ['OIDC_ISSUER', 'http://sso.example.org', 'expected an https address without a query, or one of this machine'],
    ['OIDC_ISSUER', 'https://sso.example.org/?realm=1', 'expected an https address without a query, or one of this machine'],
    ['OIDC_ISSUER', 'sso', 'expected an address such as https://sso.example.org'],
    ['OIDC_SCOPES', 'email', 'expected openid among the scopes'],
    ['OIDC_NAME', 'a\nb', 'expected no control characters'],
    // They would match no address, and keep everyone out.
    ['OIDC_ALLOWED_DOMAINS', 'example.org,@school.example', 'expected domains such as example.org, separated by commas'],
    ['OIDC_ALLOWED_DOMAINS', '*.example.org', 'expected domains such as example.org, separated by commas'],
    ['OIDC_ALLOWED_DOMAINS', 'münchen.example', 'expected domains such as example.org, separated by commas'],
    ['OIDC_PICTURE', 'always', 'expected fallback or source'],
  ])('%s=%j is refused', (name, value, message) => {
    expect(() => parseEnv({ ...COMPLETE, [name]: value })).toThrow(`  ${name}: ${message} (got ${JSON.stringify(value)})`);
  });
});
