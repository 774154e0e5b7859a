/** Replaces e-mail addresses: more people read a log than the database. */
const EMAIL = '[e-mail]';

/** Replaces API keys, tokens and passwords that a client sends in a path. */
const SECRET = '[secret]';

/** At signs, including small and full-width variants. */
const AT = /[@\uFE6B\uFF20]/;

/** Delimiters of an e-mail address in a path, query or sentence. */
const WORD = /[^\s/?&=,;"'<>()]+/g;

/** API keys have 32 letters and digits, signed tokens more than a hundred. */
const LONG = /(?=[A-Za-z_.-]*\d)[A-Za-z0-9_.-]{24,}/;

/** Keys of pictures, hashes of addresses and UUIDs are public. */
const PUBLIC = /^[0-9a-f-]+(?:\.[a-z]+)?$/i;

/** Rounds of percent-decoding: clients and proxies may each encode an address once. */
const MAX_ESCAPES = 3;

/** Removes e-mail addresses and what may be a secret from a path or log message. */
export function redacted(text: string): string {
  return text.replace(WORD, (word) => {
    const plain = unescaped(word);
    if (AT.test(plain)) return EMAIL;
    return LONG.test(plain) && !PUBLIC.test(plain) ? SECRET : word;
  });
}

function unescaped(word: string): string {
  let text = word;
  for (let round = 0; round < MAX_ESCAPES; round += 1) text = text.replace(/(?:%[0-9a-f]{2})+/gi, decoded);
  return text;
}

function decoded(escapes: string): string {
  return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
}
