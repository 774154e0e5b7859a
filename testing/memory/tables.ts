import type { AddressPicture, EmailAddress } from '@/lib/accounts/addresses/ports';
import type { StoredResponse } from '@/lib/accounts/idempotency-ports';
import type { Identity } from '@/lib/accounts/identities/ports';
import type { MailedLink } from '@/lib/accounts/links/ports';
import type { ApiKey, StoredPerson } from '@/lib/accounts/ports';
import type { Invite } from '@/lib/accounts/registration/ports';
import type { ServiceKey } from '@/lib/accounts/service-keys/ports';
import type { SessionCookie } from '@/lib/accounts/sessions/ports';
import type { AuditEntry } from '@/lib/audit/ports';
import type { Erasure } from '@/lib/avatars/erasure/ports';
import type { BlockedFile, ModerationNotice } from '@/lib/avatars/moderation/ports';
import type { Avatar, AvatarState, Policy } from '@/lib/avatars/ports';
import { AvatarError, accountDisabled } from '@/lib/errors';
import type { QueuedMessage } from '@/lib/mail/ports';

export interface PersonRow extends StoredPerson {
  generatedKey: string;
  avatarSource: AvatarState['source'];
  avatarVersion: number;
  currentAvatarId: number | null;
  gravatarCheckedAt: Date | null;
  deleteAt: Date | null;
  avatarLockedUntil: Date | null;
  avatarNotice: ModerationNotice | null;
}

export interface AddressRow extends Omit<EmailAddress, 'isPrimary'> {
  userId: number;
}

export interface AvatarRow extends Avatar {
  /** When another version, or none, took its place; null while it is current. */
  supersededAt: Date | null;
}

export interface KeyRow extends ApiKey {
  sha256: string;
}

export interface ReplyRow {
  userId: number;
  key: string;
  request: string;
  /** null while the first request is in progress. */
  reply: StoredResponse | null;
  createdAt: Date;
}

export interface FamilyRow {
  id: string;
  userId: number;
  issuer: string;
  serial: number;
  createdAt: Date;
  rotatedAt: Date | null;
  expiresAt: Date;
  revokedAt: Date | null;
}

export interface SessionRow {
  id: string;
  userId: number;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  cookie: SessionCookie;
}

export interface NetworkRow {
  userId: number;
  network: string;
  seenAt: Date;
}

export interface LinkRow extends MailedLink {
  sha256: string;
}

export interface ServiceKeyRow extends ServiceKey {
  sha256: string;
}

export interface InviteRow extends Invite {
  sha256: string;
}

type NumberedTable = 'people' | 'addresses' | 'avatars' | 'keys' | 'erasures' | 'invites' | 'blockedFiles' | 'serviceKeys' | 'identities';

/** The tables of the database, each row by its primary key. */
export interface Tables {
  people: Map<number, PersonRow>;
  addresses: Map<number, AddressRow>;
  avatars: Map<number, AvatarRow>;
  keys: Map<number, KeyRow>;
  /** By {@link compositeKey} of person and `Idempotency-Key`. */
  replies: Map<string, ReplyRow>;
  families: Map<string, FamilyRow>;
  sessions: Map<string, SessionRow>;
  /** By {@link compositeKey} of person and network. */
  networks: Map<string, NetworkRow>;
  links: Map<string, LinkRow>;
  messages: Map<string, QueuedMessage>;
  erasures: Map<number, Erasure>;
  blockedFiles: Map<number, BlockedFile>;
  /** Oldest first. */
  audit: AuditEntry[];
  policy: Policy;
  invites: Map<number, InviteRow>;
  serviceKeys: Map<number, ServiceKeyRow>;
  identities: Map<number, Identity>;
  setupCode: { sha256: string; createdAt: Date } | null;
  /** The next id of a table. Ids count from one and are never used again. */
  nextId(table: NumberedTable): number;
}

export function createTables(): Tables {
  const lastIds = { people: 0, addresses: 0, avatars: 0, keys: 0, erasures: 0, invites: 0, blockedFiles: 0, serviceKeys: 0, identities: 0 };
  return {
    people: new Map(),
    addresses: new Map(),
    avatars: new Map(),
    keys: new Map(),
    replies: new Map(),
    families: new Map(),
    sessions: new Map(),
    networks: new Map(),
    links: new Map(),
    messages: new Map(),
    audit: [],
    erasures: new Map(),
    blockedFiles: new Map(),
    policy: {
      avatarChangesDisabled: false,
      maxAvatarBytes: null,
      acceptedFormats: [],
      registration: 'open',
      registrationDomains: [],
      hashLookup: true,
    },
    invites: new Map(),
    serviceKeys: new Map(),
    identities: new Map(),
    setupCode: null,
    nextId(table) {
      lastIds[table] += 1;
      return lastIds[table];
    },
  };
}

type Rows = Omit<Tables, 'nextId'>;

/** A copy of all rows. Values within rows are shared: operations replace them, and change none in place. */
export function copyTables({ nextId: _, ...tables }: Tables): Rows {
  const copy = <K, V extends object>(rows: Map<K, V>) => new Map([...rows].map(([key, row]): [K, V] => [key, { ...row }]));
  return {
    people: copy(tables.people),
    addresses: copy(tables.addresses),
    avatars: copy(tables.avatars),
    keys: copy(tables.keys),
    replies: copy(tables.replies),
    families: copy(tables.families),
    sessions: copy(tables.sessions),
    networks: copy(tables.networks),
    links: copy(tables.links),
    messages: copy(tables.messages),
    erasures: copy(tables.erasures),
    blockedFiles: copy(tables.blockedFiles),
    invites: copy(tables.invites),
    serviceKeys: copy(tables.serviceKeys),
    identities: copy(tables.identities),
    // Entries are never changed, and a long test has thousands.
    audit: [...tables.audit],
    policy: { ...tables.policy },
    setupCode: tables.setupCode && { ...tables.setupCode },
  };
}

/** Restores rows in place: the record operations hold references to these maps. */
export function restoreTables(tables: Tables, before: Rows): void {
  const restore = <K, V>(rows: Map<K, V>, earlier: Map<K, V>) => {
    rows.clear();
    for (const [key, row] of earlier) rows.set(key, row);
  };
  restore(tables.people, before.people);
  restore(tables.addresses, before.addresses);
  restore(tables.avatars, before.avatars);
  restore(tables.keys, before.keys);
  restore(tables.replies, before.replies);
  restore(tables.families, before.families);
  restore(tables.sessions, before.sessions);
  restore(tables.networks, before.networks);
  restore(tables.links, before.links);
  restore(tables.messages, before.messages);
  restore(tables.erasures, before.erasures);
  restore(tables.blockedFiles, before.blockedFiles);
  restore(tables.invites, before.invites);
  restore(tables.serviceKeys, before.serviceKeys);
  restore(tables.identities, before.identities);
  tables.audit.splice(0, tables.audit.length, ...before.audit);
  tables.policy = before.policy;
  tables.setupCode = before.setupCode;
}

/** Whether the account or one of its addresses shows this version. */
export function isShown({ people, addresses }: Tables, { id, userId }: AvatarRow): boolean {
  return people.get(userId)?.currentAvatarId === id || [...addresses.values()].some(({ shows }) => avatarIdOf(shows) === id);
}

/** @returns undefined unless it is a version of its own */
export function avatarIdOf(shows: AddressPicture): number | undefined {
  return typeof shows === 'object' ? shows.avatarId : undefined;
}

export const compositeKey = (userId: number, key: string) => `${userId} ${key}`;

/** @throws AvatarError invalid_credentials if the password was replaced since this version was verified; account_disabled */
export function requirePasswordVersion(tables: Tables, userId: number, passwordVersion: number | undefined): void {
  const person = tables.people.get(userId);
  if (person?.disabledAt) throw accountDisabled();
  if (passwordVersion === undefined || person?.passwordVersion === passwordVersion) return;
  throw new AvatarError('invalid_credentials', 'The password was changed a moment ago. Sign in with the new one.');
}

/** @throws Error as a foreign key does */
export function requirePerson({ people }: Tables, userId: number): PersonRow {
  const person = people.get(userId);
  if (!person) throw new Error(`Foreign key: person ${userId} does not exist`);
  return person;
}

/**
 * A copy of a value, as the database would keep it.
 *
 * @throws Error for text with U+0000, which PostgreSQL cannot store
 */
export function stored<T>(value: T): T {
  requireStorable(value);
  return structuredClone(value);
}

function requireStorable(value: unknown): void {
  if (typeof value === 'string' && value.includes('\0')) throw new Error('Text with U+0000 cannot be stored');
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) requireStorable(part);
}
