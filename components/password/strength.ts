import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/limits';

export interface Strength {
  /** 0: the server refuses it; 1 to 4: from weak to strong. */
  level: 0 | 1 | 2 | 3 | 4;
  /** Characters that are missing at level 0. */
  missing: number;
}

/** Words with which guesses begin. The server knows thousands; these give an early hint. */
const COMMON =
  /password|passwort|qwertz?y?|azerty|letmein|welcome|admin|iloveyou|monkey|dragon|football|baseball|sunshine|princess|likeness/gi;

/** Share of a character that follows from the one before it, as in `aaaa`, `abcd` and `4321`. */
const PREDICTABLE = 0.25;

/**
 * A hint about a new password, from its length: what can be foreseen counts less. It is no promise; the server decides.
 *
 * @param personal the e-mail address and names, which are guessed first
 */
export function measureStrength(password: string, personal: readonly string[] = []): Strength {
  const characters = [...password];
  if (characters.length < MIN_PASSWORD_LENGTH) return { level: 0, missing: MIN_PASSWORD_LENGTH - characters.length };
  const length = lengthOf(withoutGuesses(password, personal));
  if (length < 8) return { level: 1, missing: 0 };
  if (length < 11) return { level: 2, missing: 0 };
  if (length < 15) return { level: 3, missing: 0 };
  return { level: 4, missing: 0 };
}

/** Common words and the person's own names shrink to one character each. */
function withoutGuesses(password: string, personal: readonly string[]): string {
  const own = personal.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2);
  let rest = password.toLowerCase().replace(COMMON, '*');
  for (const word of own) rest = rest.replaceAll(word, '*');
  return rest;
}

function lengthOf(text: string): number {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const total = codes.reduce((sum, code, index) => {
    const [step, before] = [code - (codes[index - 1] ?? Number.NaN), (codes[index - 1] ?? 0) - (codes[index - 2] ?? Number.NaN)];
    const isPredictable = step === 0 || (Math.abs(step) === 1 && step === before);
    return sum + (isPredictable ? PREDICTABLE : 1);
  }, 0);
  // Digits have ten values, letters at least twenty-six.
  return /^\d+$/.test(text) ? total * 0.7 : total;
}
