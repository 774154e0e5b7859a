import { lowerBound } from '@/lib/avatars/policy';
import type { Policy } from '@/lib/avatars/ports';

export const MEBIBYTE = 1024 * 1024;

/** Zulip's `MAX_AVATAR_FILE_SIZE_MIB`, which clients know by heart. */
export const MAX_AVATAR_BYTES = 5 * MEBIBYTE;

/**
 * Most bytes of the whole body of an upload. Zulip says how many files came before it says that one is too large, so what comes after
 * a large file is still counted, though not kept; beyond this, no more.
 */
export const MAX_UPLOAD_BODY_BYTES = 32 * MEBIBYTE;

/** Most people in one list: an organization that is larger needs pages, which Zulip's call does not have. */
export const MAX_LISTED_PEOPLE = 5_000;

/** Bytes as a sentence says them in MiB: "5", "0.28" where the policy is no whole number, and never "0". */
export function mebibytes(bytes: number): string {
  const steps = bytes < MEBIBYTE / 100 ? 10_000 : 100;
  return String(Math.floor((bytes / MEBIBYTE) * steps) / steps);
}

/** What `max_avatar_file_size_mib` says. It is a whole number to clients; zero would keep them from sending anything. */
export function maxAvatarMebibytes(policy: Policy): number {
  return Math.max(1, Math.floor(lowerBound(policy, MAX_AVATAR_BYTES) / MEBIBYTE));
}
