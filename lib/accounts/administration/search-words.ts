/** More words than a name and an address have. */
const MAX_WORDS = 8;

/** ASCII punctuation, spaces and control characters. PostgreSQL separates words at the same characters. */
const SEPARATORS = /[!-/:-@[-`{-~\s\p{Cc}]+/u;

/** The words of a search or of a searched text. */
export function searchWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(SEPARATORS)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
}
