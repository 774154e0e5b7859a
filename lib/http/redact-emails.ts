/** Replaces e-mail addresses: more people read a log than the database. */
const INSTEAD = '[e-mail]';

/** At signs, including small and full-width variants. */
const AT = /[@\uFE6B\uFF20]/;

/** Delimiters of an e-mail address in a path, query or sentence. */
const WORD = /[^\s/?&=,;"'<>()]+/g;

/** Rounds of percent-decoding: clients and proxies may each encode an address once. */
const MAX_ESCAPES = 3;

/** Removes words that contain an e-mail address from a path or log message. */
export function withoutEmails(text: string): string {
  return text.replace(WORD, (word) => (AT.test(unescaped(word)) ? INSTEAD : word));
}

function unescaped(word: string): string {
  let text = word;
  for (let round = 0; round < MAX_ESCAPES; round += 1) text = text.replace(/(?:%[0-9a-f]{2})+/gi, decoded);
  return text;
}

function decoded(escapes: string): string {
  return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
}
