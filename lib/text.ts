/** Characters that show something: letters, digits, punctuation and symbols, without those that are blank or drawn by nobody. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * What Unicode calls ignorable (zero-width characters, fillers, tags, variation selectors), and what is blank although its category is that
 * of a letter or a symbol: the empty Braille pattern, a musical notehead, Egyptian blanks, the stand-in for an object.
 */
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}\uFFFC]/gu;

/** Characters that turn the direction of all text after them, also of text around the name. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Characters at either end that mean nothing there. Selectors, joiners and tags stay: emoji end with them. */
const EDGES =
  '[\\p{White_Space}\\u00AD\\u034F\\u061C\\u115F\\u1160\\u180E\\u200B\\u200E\\u200F\\u2060-\\u2064\\u2800\\u3164\\uFEFF\\uFFA0]+';
const START = new RegExp(`^${EDGES}`, 'u');
const END = new RegExp(`(?<!${EDGES.slice(0, -1)})${EDGES}$`, 'u');

/** Control characters, line separators and halves of a surrogate pair: in no line of text, and PostgreSQL refuses some. */
const NOT_PRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export function isPrintable(text: string): boolean {
  return !NOT_PRINTABLE.test(text);
}

/**
 * A name or label as it is kept: NFC, without spaces and invisible characters at its ends, and without controls of direction. Joiners
 * inside stay, since they mean something in Persian, in Indic scripts and in emoji.
 *
 * @returns an empty string if nobody could see it
 */
export function visibleText(text: string): string {
  const directed = text.normalize('NFC').replace(DIRECTION_CONTROLS, '');
  const trimmed = directed.replace(START, '').replace(END, '');
  return VISIBLE.test(trimmed.replace(BLANK, '')) ? trimmed : '';
}

/** Length in characters as Unicode counts them (code points), after NFC. */
export function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}
