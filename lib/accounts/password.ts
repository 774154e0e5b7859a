import * as argon2 from '@node-rs/argon2';

/** OWASP's first choice for argon2id; some 30 ms on one core. The parameters are part of each hash, so raising them later is safe. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** NIST SP 800-63B, section 5.1.1.2: keyboards encode the same accent differently. */
function normalized(password: string): string {
  return password.normalize('NFC');
}

/** Password hashing by argon2. Tests inject an instrumented argon2 to count verifications. */
export function createPasswords({ hash, verify }: Pick<typeof argon2, 'hash' | 'verify'> = argon2) {
  let decoy: Promise<string> | undefined;

  /** @returns the argon2id hash in PHC format. */
  const hashPassword = (password: string): Promise<string> => hash(normalized(password), PARAMETERS);

  /**
   * Verifies a password. Without a hash (unknown account, or one without a password) it verifies against a decoy hash and returns false, so that the response time
   * does not reveal whether the account exists. Both cases wait for the decoy, which the first call creates.
   */
  async function passwordMatches(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    decoy ??= hashPassword('nobody has this password');
    const decoyHash = await decoy;
    const normalizedPassword = normalized(password);
    // Older hashes were made before passwords were normalized.
    const spellings = normalizedPassword === password ? [normalizedPassword] : [normalizedPassword, password];
    for (const spelling of spellings) {
      if ((await verify(passwordHash ?? decoyHash, spelling)) && typeof passwordHash === 'string') return true;
    }
    return false;
  }

  return { hashPassword, passwordMatches };
}

export type Passwords = ReturnType<typeof createPasswords>;

export const passwords = createPasswords();
