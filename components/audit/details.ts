import type { AuditEntry } from '../api/resource';

type Value = AuditEntry['details'][string];

/** The details of an entry as the page shows them. */
export interface DescribedDetails {
  words: string[];
  /** Collapsed until a person opens them: keys of pictures and files, and details without words. */
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

const FIELDS: Partial<Record<string, string>> = { publicName: 'public name', timeZone: 'time zone' };
const REGISTRATION: Partial<Record<string, string>> = { invite: 'by invite', domains: 'for e-mail domains' };

/** Words for each known detail. null: nothing is shown. */
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
  fields: (value) => (Array.isArray(value) && value.length > 0 ? value.map((field) => FIELDS[field] ?? field).join(', ') : null),
  source: (value) => SOURCES[String(value)] ?? String(value),
  reason: (value) => `reason: ${value}`,
  blocks: (value) => BLOCKS[String(value)] ?? String(value),
  until: (value, moment) => `until ${moment(String(value))}`,
  avatarChangesDisabled: (value) => (value === true ? 'pictures cannot be changed' : 'pictures can be changed'),
  maxAvatarBytes: (value) => (value === null ? null : `at most ${value} bytes`),
  acceptedFormats: (value) => (isEmpty(value) ? null : `formats: ${list(value)}`),
  registration: (value) => `registration: ${REGISTRATION[String(value)] ?? value}`,
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
