import { randomBytes } from 'node:crypto';
import { AvatarError } from '@/lib/errors';
import { COOKIE_ROTATION_MS, MAX_USER_AGENT_LENGTH, SESSION_SECONDS } from '../limits';
import { readableAddress } from '../network';
import { isReplayed } from './cookies';
import type { SessionRecords, Sessions } from './ports';

/** Format of session ids. Other text is not looked up. */
export const SESSION_ID_FORMAT = /^[0-9a-f]{32}$/;

export function createSessions(records: SessionRecords): Sessions {
  return {
    async open(userId, { userAgent, address, passwordVersion }) {
      const id = randomBytes(16).toString('hex');
      const expiresAt = sessionEnd(new Date());
      const from = { userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH), address: readableAddress(address) };
      await records.openSession({ id, userId, passwordVersion, ...from, expiresAt });
      return id;
    },
    list: (userId) => records.sessionsOf(userId),
    async end(userId, id) {
      if (SESSION_ID_FORMAT.test(id) && (await records.endSession(userId, id))) return;
      throw new AvatarError('not_found', 'Session not found. It has ended already.');
    },
    endOthers: (userId, keep) => records.endSessions(userId, keep),
    async renewCookie(id, serial) {
      const session = SESSION_ID_FORMAT.test(id) ? await records.sessionById(id) : null;
      if (!session || isReplayed(session.cookie, serial)) return null;
      const latest = session.cookie.serial;
      if (serial < latest) return latest;
      const now = new Date();
      if (now.getTime() - session.cookie.issuedAt.getTime() < COOKIE_ROTATION_MS) return serial;
      // Another tab may have asked at the same moment: this cookie is accepted for as long as its response takes.
      return (await records.replaceCookie(id, latest, serial + 1, now)) ? serial + 1 : serial;
    },
  };
}

/** When a session ends unless it is seen again. */
export function sessionEnd(seenAt: Date): Date {
  return new Date(seenAt.getTime() + SESSION_SECONDS * 1000);
}
