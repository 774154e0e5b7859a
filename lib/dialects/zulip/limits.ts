import { lowerBound } from '@/lib/avatars/policy';
import type { Policy } from '@/lib/avatars/ports';

const MEBIBYTE = 1024 * 1024;

/** Zulip's `MAX_AVATAR_FILE_SIZE_MIB`. Clients have it hard-coded. */
export const MAX_AVATAR_BYTES = 5 * MEBIBYTE;

/**
 * Maximum size of the body of an upload in bytes. Zulip reports the number of files before it reports their size, so the files after one
 * that is too large are counted and not stored. Reading stops at this size.
 */
export const MAX_UPLOAD_BODY_BYTES = 32 * MEBIBYTE;

/** Maximum number of people in one list. Zulip's call has no pagination for larger organizations. */
export const MAX_LISTED_PEOPLE = 5_000;

/** Formats bytes as MiB, rounded down: "5", or "0.28" if the policy is not a whole number. Never "0". */
export function mebibytes(bytes: number): string {
  const steps = bytes < MEBIBYTE / 100 ? 10_000 : 100;
  return String(Math.floor((bytes / MEBIBYTE) * steps) / steps);
}

/** The value of `max_avatar_file_size_mib`. Clients expect a whole number, and upload no file at all if it is zero. */
export function maxAvatarMebibytes(policy: Policy): number {
  return Math.max(1, Math.floor(lowerBound(policy, MAX_AVATAR_BYTES) / MEBIBYTE));
}
