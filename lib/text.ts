/** Visible characters: letters, digits, punctuation and symbols. BLANK removes the blank ones first. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Default-ignorable characters (zero-width characters, fillers, tags, variation selectors), and characters that are blank although they are
 * letters or symbols: the empty Braille pattern, a musical notehead, Egyptian blanks, the object replacement character.
 */
const BLANK = /[\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}\uFFFC]/gu;

/** Bidirectional controls, which would also reorder the text around the name. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Characters to trim at both ends. Selectors, joiners and tags stay: emoji end with them. */
const EDGES =
  '[\\p{White_Space}\\u00AD\\u034F\\u061C\\u115F\\u1160\\u180E\\u200B\\u200E\\u200F\\u2060-\\u2064\\u2800\\u3164\\uFEFF\\uFFA0]+';
const START = new RegExp(`^${EDGES}`, 'u');
const END = new RegExp(`(?<!${EDGES.slice(0, -1)})${EDGES}$`, 'u');

/** Control characters, line separators and unpaired surrogates. PostgreSQL refuses some of them. */
const NOT_PRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

export function isPrintable(text: string): boolean {
  return !NOT_PRINTABLE.test(text);
}

/**
 * The canonical form of a name or label: NFC, trimmed of spaces and invisible characters, without bidirectional controls. Joiners inside
 * stay, because Persian, Indic scripts and emoji need them.
 * @returns an empty string if nothing visible is left
 */
export function visibleText(text: string): string {
  const directed = text.normalize('NFC').replace(DIRECTION_CONTROLS, '');
  const trimmed = directed.replace(START, '').replace(END, '');
  return VISIBLE.test(trimmed.replace(BLANK, '')) ? trimmed : '';
}

/** A part of the text by UTF-16 code units, as of `slice`, without halves of characters at its ends: they have no encoding. */
export function partOf(text: string, start: number, end?: number): string {
  return text.slice(start, end).replace(/\p{Cs}/gu, '');
}

/** Length in code points, after NFC. */
export function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}
