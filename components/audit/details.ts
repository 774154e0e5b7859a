import type { AuditEntry } from '../api/resource';
import type { PageMessages } from '../texts/catalogues';

type Value = AuditEntry['details'][string];

type DetailKey = keyof PageMessages['audit']['details'];

/** A text of `audit.details` with its value. */
export type DetailText = (key: DetailKey, values?: { value: string }) => string;

/** The details of an entry as the page shows them. */
export interface DescribedDetails {
  words: string[];
  /** Collapsed until a person opens them: keys of pictures and files, and details without words. */
  more: { name: string; value: string }[];
}

const list = (value: Value) => (Array.isArray(value) ? value.join(', ') : String(value));
const isEmpty = (value: Value) => value === null || (Array.isArray(value) && value.length === 0);

/** Words of values, by detail. Other values are shown as they are. */
const VALUES = {
  source: { upload: 'uploaded', gravatar: 'fromGravatar', directory: 'fromProvider', none: 'generated' },
  blocks: { person: 'blockedForPerson', everyone: 'blockedForEveryone' },
  field: { name: 'fieldName', publicName: 'fieldPublicName', timeZone: 'fieldTimeZone', language: 'fieldLanguage' },
  mode: { open: 'modeOpen', invite: 'modeInvite', domains: 'modeDomains', closed: 'modeClosed' },
} as const;

/** Details that are shown with their value. */
const NAMED = ['addressId', 'keyId', 'inviteId', 'identityId', 'provider', 'shows', 'reason'] as const;

type Words = (value: Value, t: DetailText, moment: (date: string) => string) => string | null;

function wordOf(group: keyof typeof VALUES, value: Value, t: DetailText): string {
  const words: Partial<Record<string, DetailKey>> = VALUES[group];
  const key = Object.hasOwn(words, String(value)) ? words[String(value)] : undefined;
  return key ? t(key) : String(value);
}

/** Words for each known detail. null: nothing is shown. */
const WORDS: Partial<Record<string, Words>> = {
  ...Object.fromEntries(NAMED.map((name): [string, Words] => [name, (value, t) => t(name, { value: String(value) })])),
  scopes: (value, t) => (isEmpty(value) ? t('noScopes') : t('scopes', { value: list(value) })),
  role: (value, t) => (value === null ? null : t(value === 'admin' ? 'asAdmin' : 'asMember')),
  issuer: (value, t) => (value === null ? t('inBrowser') : t('issuer', { value: String(value) })),
  lostBy: (value, t) => (value === null ? null : t('lostBy', { value: String(value) })),
  isPrimary: (value, t) => (value === true ? t('nowPrimary') : null),
  hashLookup: (value, t) => t(value === true ? 'hashLookup' : 'noHashLookup'),
  fields: (value, t) => (Array.isArray(value) && value.length > 0 ? value.map((field) => wordOf('field', field, t)).join(', ') : null),
  source: (value, t) => wordOf('source', value, t),
  blocks: (value, t) => wordOf('blocks', value, t),
  until: (value, t, moment) => t('until', { value: moment(String(value)) }),
  avatarChangesDisabled: (value, t) => t(value === true ? 'changesDisabled' : 'changesEnabled'),
  maxAvatarBytes: (value, t) => (value === null ? null : t('maxBytes', { value: String(value) })),
  acceptedFormats: (value, t) => (isEmpty(value) ? null : t('formats', { value: list(value) })),
  registration: (value, t) => t('registration', { value: wordOf('mode', value, t) }),
  registrationDomains: (value, t) => (isEmpty(value) ? null : t('domains', { value: list(value) })),
};

const TECHNICAL = ['oldKey', 'newKey', 'sha256'] as const;

/** @param moment writes a date as the person reads it */
export function describeDetails(details: AuditEntry['details'], t: DetailText, moment: (date: string) => string): DescribedDetails {
  const described: DescribedDetails = { words: [], more: [] };
  for (const [name, value] of Object.entries(details)) {
    const words = WORDS[name]?.(value, t, moment);
    if (typeof words === 'string') described.words.push(words);
    if (words !== undefined) continue;
    const technical = TECHNICAL.find((known) => known === name);
    described.more.push({ name: technical ? t(technical) : name, value: isEmpty(value) ? t('none') : list(value) });
  }
  return described;
}
