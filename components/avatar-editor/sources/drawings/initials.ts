/** More letters are not legible in a small picture. */
export const MOST_LETTERS = 3;

const LETTER = /^[\p{L}\p{N}]/u;

/** Scripts in which small letters are used for everything, capitals for whole words at most. */
const WITHOUT_CAPITALS = /\p{Script=Georgian}/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A grapheme: a letter with its accents, vowel signs and joiners. */
function graphemes(text: string): string[] {
  return [...segmenter.segment(text.normalize('NFC'))].map(({ segment }) => segment);
}

/** If the capital has two letters, as for "ß", the letter stays as it is. */
function capital(letter: string): string {
  if (WITHOUT_CAPITALS.test(letter)) return letter;
  const upper = letter.toLocaleUpperCase();
  return graphemes(upper).length === 1 ? upper : letter;
}

/**
 * The initials of a name in any script: of its first and its last word, or of the only one. Emoji and symbols count only in names of
 * nothing else.
 */
export function initialsOf(name: string): string[] {
  const words = name.split(/\s+/u).map(graphemes);
  const letters = words.flatMap((word) => word.filter((grapheme) => LETTER.test(grapheme)).slice(0, 1)).map(capital);
  if (letters.length === 0) return graphemes(name.trim()).slice(0, 1);
  return letters.length > 2 ? [letters[0] ?? '', letters.at(-1) ?? ''] : letters;
}

/** Letters that the person typed, as many as fit, as they are. */
export function pickedLetters(text: string): string[] {
  return graphemes(text)
    .filter((grapheme) => grapheme.trim() !== '')
    .slice(0, MOST_LETTERS);
}
