import type { AuditEntry } from '../api/resource';

type Value = AuditEntry['details'][string];

/** What the page says of an entry beside its action, and what it hides until it is asked for. */
export interface DescribedDetails {
  words: string[];
  /** Names and values that matter to few: keys of pictures and files, and details of a later version of the server. */
  more: { name: string; value: string }[];
}

const list = (value: Value) => (Array.isArray(value) ? value.join(', ') : String(value));
const isEmpty = (value: Value) => value === null || (Array.isArray(value) && value.length === 0);

const SOURCES: Partial<Record<string, string>> = {
  upload: 'uploaded',
  gravatar: 'from Gravatar',
  directory: 'from the provider',
  none: 'generated',
};
const BLOCKS: Partial<Record<string, string>> = {
  person: 'the file is blocked for this person',
  everyone: 'the file is blocked for everyone',
};

/** Words for each known detail. null: it says nothing. */
const WORDS: Partial<Record<string, (value: Value, moment: (date: string) => string) => string | null>> = {
  addressId: (value) => `address ${value}`,
  keyId: (value) => `key ${value}`,
  inviteId: (value) => `invite ${value}`,
  scopes: (value) => (isEmpty(value) ? 'no scopes' : `scopes: ${list(value)}`),
  role: (value) => (value === 'admin' ? 'as administrator' : value === null ? null : 'as member'),
  issuer: (value) => (value === null ? 'in a browser' : `through the API of ${value}`),
  identityId: (value) => `identity ${value}`,
  provider: (value) => `with ${value}`,
  lostBy: (value) => (value === null ? null : `person ${value} had the address without proof until then`),
  isPrimary: (value) => (value === true ? 'now the primary address' : null),
  hashLookup: (value) => (value === true ? 'look-ups by hash are answered' : 'look-ups by hash are not answered'),
  shows: (value) => `picture: ${value}`,
  fields: (value) => (isEmpty(value) ? null : list(value)),
  source: (value) => SOURCES[String(value)] ?? String(value),
  reason: (value) => `reason: ${value}`,
  blocks: (value) => BLOCKS[String(value)] ?? String(value),
  until: (value, moment) => `until ${moment(String(value))}`,
  avatarChangesDisabled: (value) => (value === true ? 'pictures cannot be changed' : 'pictures can be changed'),
  maxAvatarBytes: (value) => (value === null ? null : `at most ${value} bytes`),
  acceptedFormats: (value) => (isEmpty(value) ? null : `formats: ${list(value)}`),
  registration: (value) => `registration: ${value}`,
  registrationDomains: (value) => (isEmpty(value) ? null : `domains: ${list(value)}`),
};

const TECHNICAL: Partial<Record<string, string>> = {
  oldKey: 'Key of the picture before',
  newKey: 'Key of the picture since',
  sha256: 'SHA-256 of the file',
};

/** @param moment writes a date as the person reads it */
export function describeDetails(details: AuditEntry['details'], moment: (date: string) => string): DescribedDetails {
  const described: DescribedDetails = { words: [], more: [] };
  for (const [name, value] of Object.entries(details)) {
    const words = WORDS[name]?.(value, moment);
    if (typeof words === 'string') described.words.push(words);
    else if (words === undefined) described.more.push({ name: TECHNICAL[name] ?? name, value: isEmpty(value) ? 'none' : list(value) });
  }
  return described;
}
