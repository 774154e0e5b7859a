import * as argon2 from '@node-rs/argon2';

/** OWASP's first choice for argon2id; some 30 ms on one core. The parameters are part of each hash, so raising them later is safe. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** NIST SP 800-63B, section 5.1.1.2: keyboards differ in how they send an accent, and the person typed the same. */
function normalized(password: string): string {
  return password.normalize('NFC');
}

/** Passwords by argon2, or by a watched one, where a test counts what takes the time. */
export function createPasswords({ hash, verify }: Pick<typeof argon2, 'hash' | 'verify'> = argon2) {
  let decoy: Promise<string> | undefined;

  /** @returns argon2id in PHC format. */
  const hashPassword = (password: string): Promise<string> => hash(normalized(password), PARAMETERS);

  /**
   * Whether the password is the one that was hashed. Without a hash (no such account) it is false and takes as long, so that nobody can
   * learn from the time who has an account. Both wait for the stand-in, which the first of them makes.
   */
  async function passwordMatches(password: string, passwordHash: string | undefined): Promise<boolean> {
    decoy ??= hashPassword('nobody has this password');
    const standIn = await decoy;
    const spelled = normalized(password);
    // Hashes from before passwords were normalized are of what was typed.
    const spellings = spelled === password ? [spelled] : [spelled, password];
    for (const spelling of spellings) {
      if ((await verify(passwordHash ?? standIn, spelling)) && passwordHash !== undefined) return true;
    }
    return false;
  }

  return { hashPassword, passwordMatches };
}

export type Passwords = ReturnType<typeof createPasswords>;

export const passwords = createPasswords();
