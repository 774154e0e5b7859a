import Hashids from 'hashids';
import { LARGEST_ID } from '@/lib/accounts/limits';
import { AvatarError } from '@/lib/errors';

/** Public. It must never change, since picture URLs contain the hashids. */
const SALT = 'likeness.cloudreve.v4';

/** Cloudreve's codes for the type of a hashid, its second number. */
const USER = 1;
const GROUP = 7;

/** Longest accepted hashid. No valid id is longer, and the time to decode grows with the length. */
const LONGEST_HASHID = 32;

const hashids = new Hashids(SALT);

/** Encodes the id of a person, for example as `gyIo`. */
export function userHashid(userId: number): string {
  return hashids.encode([userId, USER]);
}

export function groupHashid(groupId: number): string {
  return hashids.encode([groupId, GROUP]);
}

/**
 * Decodes the hashid of a person. The person may not exist.
 * @returns undefined if the text is not the hashid of a person
 * @throws AvatarError not_found if the number is outside the range of ids
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
    // `decode` throws for some invalid hashids and returns an empty array for others.
    return [];
  }
}
