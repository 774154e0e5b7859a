import { AvatarError } from '@/lib/errors';

const KEY = /^[a-z0-9_-][a-z0-9._-]*(?:\/[a-z0-9_-][a-z0-9._-]*)*$/;

export const isKey = (key: string) => KEY.test(key) && key.length <= 200;

/**
 * Refuses keys with a special meaning for a file system: no dots at the start of a segment, no empty segments, no backslashes.
 * A wrong key is a bug and not a client's error, so it throws no AvatarError.
 */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new TypeError(`Not a storage key: ${JSON.stringify(key.slice(0, 200))}`);
}

/** @param reason for the log. Clients learn neither the key nor the reason. */
export function damagedObject(key: string, reason: string): AvatarError {
  return new AvatarError('storage_damaged', 'A stored picture is damaged.', {}, { cause: new Error(`${key}: ${reason}`) });
}
