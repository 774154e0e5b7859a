import { AvatarError } from '@/lib/errors';

/** What people add to a common password to be let in: a year, a digit, an exclamation mark. */
const ADDED = /[^\p{L}]{1,4}$/u;

/** Shorter words with something added are no passwords that a list would start with. */
const LEAST_BASE = 4;

const PRODUCT = 'likeness';

let loaded: Promise<ReadonlySet<string>> | undefined;

/** Some 49,000, most common first in the package; loaded at the first sign-up, since nothing else needs them. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return loaded;
}

/**
 * Refuses what is tried first (NIST SP 800-63B, section 5.1.1.2): common passwords, also with something short added, one or two characters
 * over and over, and the person's own address and name or ours.
 *
 * @throws AvatarError invalid_request
 */
export async function requireUncommonPassword({ password, email, name }: { password: string; email: string; name: string }): Promise<void> {
  const folded = password.normalize('NFKC').toLowerCase();
  const candidates = [folded, folded.replace(ADDED, '')].filter((text) => text.length >= LEAST_BASE);
  const common = await commonPasswords();
  if (candidates.some((text) => common.has(text)) || new Set(folded).size <= 2) {
    throw refusal('Too common: this is one of the first passwords that are tried. Expected another one.');
  }
  const personal = [email, email.split('@', 1).join(), name, PRODUCT].map(lettersOf).filter((text) => text.length >= LEAST_BASE);
  if (candidates.some((text) => personal.includes(lettersOf(text)))) {
    throw refusal('Too easy to guess: this is your e-mail address, your name or ours. Expected another password.');
  }
}

/** Without case, spaces and marks, by which nobody is kept from guessing. */
function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function refusal(message: string): AvatarError {
  return new AvatarError('invalid_request', `password: ${message}`, { fields: { password: message } });
}
