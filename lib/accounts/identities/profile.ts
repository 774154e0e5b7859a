import { z } from 'zod';

/** A person as the provider knows them. */
export interface ProviderProfile {
  subject: string;
  /** null: the provider has none, or has not verified it. */
  verifiedEmail: string | null;
  name: string | null;
  groups: readonly string[];
  picture: string | null;
}

/** Claims of the wrong type count as missing: people can change some of them at some providers. */
const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(1000).nullish().catch(null),
  // Some providers send the word.
  email_verified: z
    .union([z.boolean(), z.literal('true')])
    .nullish()
    .catch(null),
  name: z.string().max(1000).nullish().catch(null),
  preferred_username: z.string().max(1000).nullish().catch(null),
  picture: z.string().max(2000).nullish().catch(null),
});

const groups = z.union([z.array(z.string()), z.string().transform((group) => [group])]).catch([]);

/**
 * @param sent claims of a verified ID token and of the UserInfo endpoint
 * @throws ZodError without a subject
 */
export function providerProfile(sent: Record<string, unknown>, groupsClaim: string): ProviderProfile {
  const { sub, email, email_verified: isVerified, name, preferred_username: userName, picture } = claims.parse(sent);
  return {
    subject: sub,
    verifiedEmail: email && (isVerified === true || isVerified === 'true') ? email : null,
    name: name ?? userName ?? null,
    groups: groups.parse(sent[groupsClaim]),
    picture: picture ?? null,
  };
}
