/** The OpenID Connect provider with which people sign in. */
export interface OidcSettings {
  /** Its `iss` claim, below which its configuration is found. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Shown on the button. */
  name: string;
  scopes: readonly string[];
  /** Only people with a verified address of these domains, in ASCII; empty: any. */
  allowedDomains: readonly string[];
  /** Only people of at least one of these groups; empty: any. */
  allowedGroups: readonly string[];
  /** The claim that lists the groups of a person. */
  groupsClaim: string;
  /** Its members are administrators, and no other person is who signs in with the provider; undefined: roles are kept. */
  adminGroup: string | undefined;
  /** `fallback`: for people without a picture of their own. `source`: in place of any other. */
  picture: 'fallback' | 'source';
}
