import { MAX_NAME_LENGTH } from '@/lib/accounts/limits';
import type { Font } from './font';

/** As many as are still legible in a small picture. */
const MOST_LETTERS = 3;

/** A letter or digit with its accents. Emoji, brackets and signs are none. */
const LETTER = /^[\p{L}\p{N}]\p{Mn}*$/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The initials of a name: of its first and last word, or of the only one. Words that start with nothing that the font can show are
 * passed over, so that nobody gets a box for a letter.
 *
 * @returns at most two letters with their accents, in the order in which they are read; none when nothing can be shown
 */
export function initialsOf(name: string, font: Font): string[] {
  const firsts = normal(name)
    .split(/\s+/u)
    .flatMap((word) => lettersIn(word).slice(0, 1));
  const shown = capitals(firsts, font);
  return shown.length > 2 ? [shown[0] ?? '', shown.at(-1) ?? ''] : shown;
}

/** Letters that somebody chose: as many of them as fit and the font can show. */
export function chosenLetters(letters: string, font: Font): string[] {
  return capitals(lettersIn(normal(letters)), font).slice(0, MOST_LETTERS);
}

/** Fullwidth, mathematical and other letters in disguise become what they look like; accents become part of their letters. */
function normal(text: string): string {
  return text.slice(0, MAX_NAME_LENGTH).normalize('NFKC');
}

function lettersIn(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment).filter((segment) => LETTER.test(segment));
}

function capitals(letters: readonly string[], font: Font): string[] {
  return letters.map((letter) => capital(letter, font)).filter((letter) => font.covers(letter));
}

/** Where the capital is two letters, as of "ß", or newer than the font, as in Georgian, the letter stays what it is. */
function capital(letter: string, font: Font): string {
  const upper = letter.toUpperCase();
  return LETTER.test(upper) && font.covers(upper) ? upper : letter;
}
