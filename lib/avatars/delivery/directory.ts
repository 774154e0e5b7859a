import { LRUCache } from 'lru-cache';
import type { RequiredProof } from '@/lib/accounts/addresses/ports';
import { isAvatarError } from '@/lib/errors';
import type { Event, Events } from '@/lib/events/events';
import type { Trust } from '@/lib/events/trust';
import { DIRECTORY_PEOPLE, DIRECTORY_STRANGERS, LAST_KNOWN_MS } from '../limits';
import type { AddressState, AvatarRecords, AvatarState, KeyOwner } from '../ports';

/** The person whose picture may have changed, and hashes that had no account before. null: any of them. */
export type Changed = { userId: number; hashes: readonly string[] } | null;

/**
 * Finds people and what they show, by id, by the hash of an e-mail address, or by picture key. For reads: a change is based on the
 * database. All of its methods throw AvatarError database_unavailable.
 */
export interface Directory {
  /** null: there is no such person. */
  stateOf(userId: number): Promise<AvatarState | null>;
  /** @param hash MD5 or SHA-256, hexadecimal in lower case */
  stateByEmailHash(hash: string): Promise<AddressState | null>;
  /** From the database each time. @param email in canonical form */
  stateByEmail(email: string): Promise<AddressState | null>;
  ownerOf(key: string): Promise<KeyOwner | null>;
  /** Whether what is in memory is right. Otherwise each answer requires the database. */
  readonly isTrusted: boolean;
  /** Increases with each change. An answer may be kept if this is the same before and after it was made. */
  readonly sequence: number;
  /** Calls `listener` at each change, before its writer gets a response. */
  onChange(listener: (changed: Changed) => void): void;
}

export interface DirectoryParts {
  records: Pick<AvatarRecords, 'stateOf' | 'stateByEmailHash' | 'stateByEmail' | 'ownerOf'>;
  events: Pick<Events, 'subscribe'>;
  trust: Trust;
  /** Which addresses are found: any by default. */
  proof?: RequiredProof;
  /** Called when a last known answer replaces the one of the database. */
  onLastKnown?: () => void;
  now?: () => number;
}

/** Matches no person: ids start at one. */
const NO_ID = 0;

/** A person in memory, with the other names under which they were looked up. */
interface Entry {
  state?: AvatarState;
  owners: Map<string, KeyOwner>;
  /** The picture of each address, by the hashes that were asked for. */
  addresses: Map<string, AddressState>;
}

/**
 * Keeps what was read in memory, bounded, until it changes. While changes of other processes are not heard, every answer comes from the
 * database; if that is unavailable as well, from memory for at most {@link LAST_KNOWN_MS}. The same holds after a change that the database
 * did not acknowledge, until it can be read again.
 */
export function createDirectory({
  records,
  events,
  trust,
  proof = 'any',
  onLastKnown,
  now = () => performance.now(),
}: DirectoryParts): Directory {
  const people = new LRUCache<number, Entry>({
    maxSize: DIRECTORY_PEOPLE,
    sizeCalculation: () => 1,
    dispose({ owners, addresses }) {
      for (const key of owners.keys()) userOfKey.delete(key);
      for (const hash of addresses.keys()) userOfHash.delete(hash);
    },
  });
  const userOfKey = new Map<string, number>();
  const userOfHash = new Map<string, number>();
  /** Hashes without an account. In a table of their own, so that requests for random hashes displace no people. */
  const strangers = new LRUCache<string, true>({ maxSize: DIRECTORY_STRANGERS, sizeCalculation: () => 1 });
  const listeners = new Set<(changed: Changed) => void>();
  /** People whose last change may be committed or not: nothing is trusted until the database can be read again. */
  const uncertain = new Set<number>();
  const isTrusted = () => trust.isTrusted && uncertain.size === 0;
  let sequence = 0;
  let untrustedSince = now();

  function change(changed: Changed): void {
    sequence += 1;
    if (changed) {
      people.delete(changed.userId);
      for (const hash of changed.hashes) strangers.delete(hash);
    } else {
      people.clear();
      strangers.clear();
    }
    for (const listener of listeners) listener(changed);
  }

  /** The database also announces the changes of this process, of which the result may be in memory already. */
  function isKnown(event: Event): boolean {
    if (event.origin !== 'database' || !('version' in event)) return false;
    const entry = people.peek(event.userId);
    const states = entry ? [...(entry.state ? [entry.state] : []), ...entry.addresses.values()] : [];
    // Addresses are read by themselves: one of the states may be older than another.
    return states.length > 0 && states.every(({ version }) => version >= event.version);
  }

  function doubt(userId: number): void {
    if (isTrusted()) untrustedSince = now();
    uncertain.add(userId);
  }

  /** Discards reads from before an uncertain change: the change increases `sequence`. */
  function settle(): void {
    for (const userId of uncertain) change({ userId, hashes: [] });
    uncertain.clear();
  }

  events.subscribe((event) => {
    if (event.type === 'picture-uncertain') return doubt(event.userId);
    const changed = changedBy(event);
    if (changed !== undefined && !isKnown(event)) change(changed);
  });
  trust.onChange((isHeard) => {
    // Changes may have been missed. What was known stays until it can be replaced.
    if (isHeard) change(null);
    else untrustedSince = now();
  });

  const entryOf = (userId: number): Entry => {
    const entry = people.get(userId) ?? { owners: new Map(), addresses: new Map() };
    people.set(userId, entry);
    return entry;
  };

  function keepState(state: AvatarState): void {
    entryOf(state.person.id).state = state;
    keepShown(state);
  }

  function keepAddress(hash: string, state: AddressState): void {
    const entry = entryOf(state.person.id);
    entry.addresses.set(hash, state);
    userOfHash.set(hash, state.person.id);
    if (state.shows === 'account') entry.state = state;
    if (state.shows !== 'none') keepShown(state);
  }

  /** The next question is about the picture that is shown. */
  function keepShown({ person, avatar, generatedKey }: AvatarState): void {
    if (avatar) keepOwner(avatar.key, { kind: 'upload', userId: person.id, avatar, current: true });
    else keepOwner(generatedKey, { kind: 'generated', userId: person.id });
  }

  function keepOwner(key: string, owner: KeyOwner): void {
    // Versions that are not current are few and read rarely.
    if (owner.kind === 'upload' && !owner.current) return;
    entryOf(owner.userId).owners.set(key, owner);
    userOfKey.set(key, owner.userId);
  }

  /** @param known undefined: nothing is known. */
  async function answer<T>(known: T | undefined, read: () => Promise<T>, keep: (fresh: T) => void): Promise<T> {
    if (known !== undefined && isTrusted()) return known;
    const before = sequence;
    try {
      const fresh = await read();
      settle();
      // A change in between may be newer than what was read.
      if (sequence === before) keep(fresh);
      return fresh;
    } catch (error) {
      const isRecent = isTrusted() || now() - untrustedSince < LAST_KNOWN_MS;
      if (known === undefined || !isRecent || !isAvatarError(error) || error.code !== 'database_unavailable') throw error;
      onLastKnown?.();
      return known;
    }
  }

  const knownAddress = (hash: string) => people.get(userOfHash.get(hash) ?? NO_ID)?.addresses.get(hash);

  return {
    stateOf: (userId) =>
      answer<AvatarState | null>(
        people.get(userId)?.state,
        () => records.stateOf(userId),
        (state) => state && keepState(state),
      ),
    stateByEmailHash: (hash) =>
      answer<AddressState | null>(
        knownAddress(hash) ?? (strangers.get(hash) ? null : undefined),
        () => records.stateByEmailHash(hash, proof),
        (state) => {
          if (state) keepAddress(hash, state);
          else strangers.set(hash, true);
        },
      ),
    stateByEmail: (email) => records.stateByEmail(email, proof),
    ownerOf(key) {
      const userId = userOfKey.get(key);
      return answer<KeyOwner | null>(
        userId === undefined ? undefined : people.get(userId)?.owners.get(key),
        () => records.ownerOf(key),
        (owner) => owner && keepOwner(key, owner),
      );
    },
    get isTrusted() {
      return isTrusted();
    },
    get sequence() {
      return sequence;
    },
    onChange: (listener) => void listeners.add(listener),
  };
}

function changedBy(event: Event): Changed | undefined {
  if (event.type === 'picture-uncertain') return undefined;
  // The policy may have switched look-ups by hash on or off. An announcement does not say, and the policy changes rarely.
  if (event.type === 'policy-changed') return null;
  return { userId: event.userId, hashes: event.type === 'account-changed' ? (event.hashes ?? []) : [] };
}
