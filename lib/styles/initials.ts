import { MAX_NAME_LENGTH } from '@/lib/accounts/limits';
import type { Font } from './font';

/** Maximum letters that are legible in a small picture. */
const MOST_LETTERS = 3;

/** A letter or digit with its accents; not emoji, brackets or symbols. */
const LETTER = /^[\p{L}\p{N}]\p{Mn}*$/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The initials of a name: of its first and last word, or of the only one. Words whose first letter the font does not cover are skipped, so
 * that no box replaces a letter.
 *
 * @returns at most two letters with their accents, in reading order; empty if none can be shown
 */
export function initialsOf(name: string, font: Font): string[] {
  const firsts = normalize(name)
    .split(/\s+/u)
    .flatMap((word) => lettersIn(word).slice(0, 1));
  const shown = capitalize(firsts, font);
  return shown.length > 2 ? [shown[0] ?? '', shown.at(-1) ?? ''] : shown;
}

/** Letters that the user chose, as many as fit and the font covers. */
export function pickLetters(letters: string, font: Font): string[] {
  return capitalize(lettersIn(normalize(letters)), font).slice(0, MOST_LETTERS);
}

/** NFKC: fullwidth, mathematical and other compatibility letters become plain ones, and accents combine with their letters. */
function normalize(text: string): string {
  return text.slice(0, MAX_NAME_LENGTH).normalize('NFKC');
}

function lettersIn(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment).filter((segment) => LETTER.test(segment));
}

function capitalize(letters: readonly string[], font: Font): string[] {
  return letters.map((letter) => capitalizeLetter(letter, font)).filter((letter) => font.covers(letter));
}

/** If the capital has two letters, as for "ß", or the font does not cover it, as in Georgian, the letter stays as it is. */
function capitalizeLetter(letter: string, font: Font): string {
  const upper = letter.toUpperCase();
  return LETTER.test(upper) && font.covers(upper) ? upper : letter;
}
