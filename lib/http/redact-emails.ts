/** A log is read by more people than the database. */
const INSTEAD = '[e-mail]';

/** Signs that stand for the one in an e-mail address, small and wide ones too. */
const AT = /[@\uFE6B\uFF20]/;

/** What can stand next to an e-mail address in a path, a query or a sentence. */
const WORD = /[^\s/?&=,;"'<>()]+/g;

/** How often an address can be escaped on its way here: by the client, and by proxies before us. */
const MAX_ESCAPES = 3;

/** A path, or a sentence that quotes one, for the log: without the words that have an e-mail address in them. */
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
