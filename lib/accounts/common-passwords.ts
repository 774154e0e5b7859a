import { wrongField } from '@/lib/errors';

/** Suffixes that people add to a common password to get it accepted: a year, a digit, an exclamation mark. */
const SUFFIX = /[^\p{L}]{1,4}$/u;

/** Shortest base word to look up. No list of common passwords contains shorter ones. */
const MIN_BASE_LENGTH = 4;

const PRODUCT = 'likeness';

let loaded: Promise<ReadonlySet<string>> | undefined;

/** Some 49,000 passwords, most common first. Loaded at the first sign-up, because nothing else needs them. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return loaded;
}

/**
 * Refuses passwords that attackers try first (NIST SP 800-63B, section 5.1.1.2): common passwords, also with a short suffix; one or two
 * repeated characters; the person's own address and name; the product name.
 * @param field that the refusal names
 * @throws AvatarError invalid_request
 */
export async function requireUncommonPassword(
  { password, email, name }: { password: string; email: string; name: string },
  field = 'password',
): Promise<void> {
  const lowerCase = password.normalize('NFKC').toLowerCase();
  const candidates = [lowerCase, lowerCase.replace(SUFFIX, '')].filter((text) => text.length >= MIN_BASE_LENGTH);
  const common = await commonPasswords();
  if (candidates.some((text) => common.has(text)) || new Set(lowerCase).size <= 2) {
    throw wrongField(field, 'Too common: this is one of the first passwords that are tried. Expected another one.', 'common_password');
  }
  const personal = [email, email.split('@', 1).join(), name, PRODUCT]
    .map(lettersAndDigits)
    .filter((text) => text.length >= MIN_BASE_LENGTH);
  if (candidates.some((text) => personal.includes(lettersAndDigits(text)))) {
    throw wrongField(
      field,
      'Too easy to guess: this is your e-mail address, your name or ours. Expected another password.',
      'personal_password',
    );
  }
}

/** Strips case, spaces and punctuation, which do not make a password harder to guess. */
function lettersAndDigits(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
