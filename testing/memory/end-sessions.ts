import type { Tables } from './tables';

/** Ends every session and token family of a person but `keep`. @returns how many */
export function endSessions({ sessions, families }: Tables, userId: number, keep: string | null, now = new Date()): number {
  const ended = [...sessions.values()].filter((row) => row.userId === userId && row.id !== keep);
  for (const { id } of ended) sessions.delete(id);
  const revoked = [...families.values()].filter((row) => row.userId === userId && row.id !== keep && !row.revokedAt && row.expiresAt > now);
  for (const family of revoked) family.revokedAt = now;
  return ended.length + revoked.length;
}
