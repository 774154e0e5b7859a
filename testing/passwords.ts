import * as argon2 from '@node-rs/argon2';
import { createPasswords } from '@/lib/accounts/password';

/** The lowest cost that argon2 allows: 0.1 ms instead of 30. */
const LOWEST_COST = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** Hashes by password: most people of the tests have the same one. */
const hashes = new Map<string, Promise<string>>();

function hashOnce(password: string | Uint8Array): Promise<string> {
  const hash = hashes.get(String(password)) ?? argon2.hash(password, LOWEST_COST);
  hashes.set(String(password), hash);
  return hash;
}

/** @param onVerify called before each verification against a hash */
export function cheapPasswords(onVerify: () => void = () => {}) {
  return createPasswords({
    hash: hashOnce,
    verify(...verification) {
      onVerify();
      return argon2.verify(...verification);
    },
  });
}
