import Hashids from 'hashids';
import { LARGEST_ID } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';

/** Hides nothing and is no secret: it is fixed so that addresses of pictures stay what they are. */
const SALT = 'likeness.cloudreve.v4';

/** The second number of an id says what it names. These are the original's. */
const USER = 1;
const GROUP = 7;

/** Longer ones name numbers that nobody has; decoding takes time that grows with the length. */
const LONGEST_HASHID = 32;

const hashids = new Hashids(SALT);

/** A person's id as this API writes it, such as `gyIo`. */
export function userHashid(userId: number): string {
  return hashids.encode([userId, USER]);
}

export function groupHashid(groupId: number): string {
  return hashids.encode([groupId, GROUP]);
}

/**
 * The person whom a hashid names, who may not exist.
 * @returns undefined when it is no id of a person at all
 * @throws AvatarError not_found when nobody can have this number
 */
export function userIdOf(hashid: string): number | undefined {
  if (hashid === '' || hashid.length > LONGEST_HASHID || !hashids.isValidId(hashid)) return undefined;
  const [id, type, ...more] = decode(hashid);
  if (id === undefined || type !== USER || more.length > 0) return undefined;
  if (typeof id === 'bigint' || id < 1 || id > LARGEST_ID) throw new AvatarError('not_found', `User ${id} not found.`);
  return id;
}

function decode(hashid: string) {
  try {
    return hashids.decode(hashid);
  } catch {
    // The package throws for some strings that were never encoded, and returns nothing for others.
    return [];
  }
}
