import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { OidcSettings } from './settings';

/** Of the provider in the addresses of next-auth. */
export const OIDC_PROVIDER = 'oidc';

/** Bound of each request to the provider, in milliseconds. A sign-in makes up to four. */
const TIMEOUT_MS = 5000;

type Claims = Record<string, unknown>;

/**
 * The provider as next-auth needs it. Its configuration is fetched with each sign-in, so that a provider that is down keeps neither the server
 * from starting nor people from signing in with their password.
 */
export function oidcProvider({ issuer, clientId, clientSecret, name, scopes }: OidcSettings): OAuthConfig<Claims> {
  return {
    id: OIDC_PROVIDER,
    name,
    type: 'oauth',
    wellKnown: `${withoutSlash(issuer)}/.well-known/openid-configuration`,
    authorization: { params: { scope: scopes.join(' ') } },
    // Verifies signature, issuer, audience, nonce and times of the ID token.
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    clientId,
    clientSecret,
    httpOptions: { timeout: TIMEOUT_MS },
    userinfo: {
      // Many providers send groups and addresses here alone.
      async request({ tokens, client }) {
        const { issuer: found } = client;
        if (withoutSlash(String(found.metadata.issuer)) !== withoutSlash(issuer)) {
          throw new Error(`Expected the issuer ${issuer}, got ${found.metadata.issuer}`);
        }
        const claims = claimsOf(tokens.id_token);
        if (found.metadata.userinfo_endpoint === undefined) return claims;
        const further = await client.userinfo(String(tokens.access_token));
        if (further.sub !== claims.sub) throw new Error('Expected the subject of the ID token from the UserInfo endpoint, got another one');
        return { ...further, ...claims, email_verified: isVerified(claims, further) };
      },
    },
    profile: (claims) => ({ id: String(claims.sub), sid: '' }),
  };
}

/** Decodes an ID token that was verified before. */
function claimsOf(idToken: string | undefined): Claims & { sub: string } {
  if (idToken === undefined) throw new Error('Expected an ID token, got none');
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  return { ...claims, sub: String(claims.sub) };
}

/** An ID token must not verify an address that only the UserInfo endpoint names, nor the other way round. */
function isVerified(claims: Claims, further: Claims): unknown {
  if (claims.email == null) return further.email_verified;
  return claims.email_verified ?? (further.email === claims.email ? further.email_verified : undefined);
}

const withoutSlash = (address: string) => address.replace(/\/$/, '');
