import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id; some 30 ms on one core. The parameters are part of each hash, so raising them later is safe. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** @returns argon2id in PHC format. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/**
 * Whether the password is the one that was hashed. Without a hash (no such account) it is false and takes as long, so that nobody can
 * learn from the time who has an account.
 */
export async function passwordMatches(password: string, passwordHash: string | undefined): Promise<boolean> {
  if (passwordHash !== undefined) return verify(passwordHash, password);
  decoy ??= hashPassword('nobody has this password');
  await verify(await decoy, password);
  return false;
}
