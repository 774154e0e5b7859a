import { MAX_SESSIONS } from '@/lib/accounts/limits';
import type { Session, SessionRecords } from '@/lib/accounts/sessions/ports';
import { endSessions } from './end-sessions';
import { toPerson } from './people';
import { requirePasswordVersion, requirePerson, stored, type Tables } from './tables';

export function sessionRecords(tables: Tables): SessionRecords {
  const { sessions, families } = tables;
  const newestFirst = (a: { lastSeenAt: Date }, b: { lastSeenAt: Date }) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime();

  return {
    async openSession({ passwordVersion, ...session }) {
      const given = stored(session);
      requirePerson(tables, given.userId);
      requirePasswordVersion(tables, given.userId, passwordVersion);
      if (sessions.has(given.id)) throw new Error(`Unique: there is a session ${given.id}`);
      const now = new Date();
      sessions.set(given.id, { ...given, createdAt: now, lastSeenAt: now, cookie: { serial: 0, issuedAt: now, usedAt: null } });
      const own = [...sessions.values()].filter(({ userId }) => userId === given.userId).sort(newestFirst);
      for (const [at, { id, expiresAt }] of own.entries()) if (at >= MAX_SESSIONS || expiresAt < now) sessions.delete(id);
    },
    async sessionById(id) {
      const row = sessions.get(stored(id));
      if (!row || row.expiresAt <= new Date()) return null;
      return { person: toPerson(requirePerson(tables, row.userId)), ...stored({ lastSeenAt: row.lastSeenAt, cookie: row.cookie }) };
    },
    async useCookie(id, serial, usedAt) {
      const cookie = sessions.get(stored(id))?.cookie;
      if (cookie?.serial === serial) cookie.usedAt ??= stored(usedAt);
    },
    async replaceCookie(id, latest, next, issuedAt) {
      const row = sessions.get(stored(id));
      if (row?.cookie.serial !== latest) return false;
      row.cookie = { serial: next, issuedAt: stored(issuedAt), usedAt: null };
      return true;
    },
    async extendSession(id, seen) {
      const row = sessions.get(stored(id));
      if (row && row.expiresAt > seen.lastSeenAt) Object.assign(row, stored(seen));
    },
    async sessionsOf(userId) {
      const now = new Date();
      const isOpen = (row: { userId: number; expiresAt: Date }) => row.userId === userId && row.expiresAt > now;
      const browsers = [...sessions.values()].filter(isOpen).map(
        ({ id, userAgent, address, createdAt, lastSeenAt }): Session => ({
          id,
          issuer: null,
          userAgent,
          address,
          createdAt,
          lastSeenAt,
        }),
      );
      const signIns = [...families.values()]
        .filter((row) => isOpen(row) && !row.revokedAt)
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .slice(0, MAX_SESSIONS)
        .map(
          ({ id, issuer, createdAt, rotatedAt }): Session => ({
            id,
            issuer,
            userAgent: null,
            address: null,
            createdAt,
            lastSeenAt: rotatedAt ?? createdAt,
          }),
        );
      return stored([...browsers, ...signIns].sort(newestFirst));
    },
    async endSession(userId, id) {
      if (sessions.get(stored(id))?.userId === userId) return sessions.delete(id);
      const family = families.get(id);
      if (family?.userId !== userId || family.revokedAt || family.expiresAt <= new Date()) return false;
      family.revokedAt = new Date();
      return true;
    },
    async deleteExpiredSessions(now) {
      const expired = [...sessions.values()].filter(({ expiresAt }) => expiresAt < now);
      for (const { id } of expired) sessions.delete(id);
      return expired.length;
    },
    endSessions: async (userId, keep) => endSessions(tables, userId, keep),
  };
}
