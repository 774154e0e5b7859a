import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_SESSIONS } from '@/lib/accounts/limits';
import { hex, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;
const HOUR_MS = 60 * 60 * 1000;

/** Rules for the records of sessions in browsers, which token families share in part. */
export function sessionRecordsContract(records: () => Records): void {
  const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

  async function opened(userId: number, hours = 1): Promise<string> {
    const id = hex(16);
    await records().openSession({ id, userId, userAgent: 'Firefox', address: '192.0.2.1', expiresAt: inHours(hours) });
    return id;
  }

  async function signedIn(userId: number): Promise<string> {
    const id = hex(16);
    await records().openFamily({ id, userId, issuer: 'ulule', expiresAt: inHours(1) });
    return id;
  }

  const idsOf = async (userId: number) => (await records().sessionsOf(userId)).map(({ id }) => id);

  describe('sessions', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('are found by id, with their person, until they expire', async () => {
      const { id: userId, email } = await newPerson(records());
      const id = await opened(userId);
      expect(await records().sessionById(id)).toEqual({
        person: expect.objectContaining({ id: userId, email }),
        lastSeenAt: expect.any(Date),
        cookie: { serial: 0, issuedAt: expect.any(Date), usedAt: null },
      });
      expect(await records().sessionById(hex(16))).toBeNull();
      later(HOUR_MS + 1000);
      expect([await records().sessionById(id), await idsOf(userId)]).toEqual([null, []]);
    });

    it('belong to a person who exists, and have an id of their own', async () => {
      await expect(opened(UNKNOWN_ID)).rejects.toThrow();
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const id = await opened(ada.id);
      const again = records().openSession({ id, userId: eve.id, userAgent: '', address: '', expiresAt: inHours(1) });
      await expect(again).rejects.toThrow();
      expect([await idsOf(ada.id), await idsOf(eve.id)]).toEqual([[id], []]);
    });

    it('are extended when they are seen, and are not opened again by that', async () => {
      const { id: userId } = await newPerson(records());
      const id = await opened(userId);
      later(HOUR_MS / 2);
      const seen = { lastSeenAt: new Date(), expiresAt: inHours(1) };
      await records().extendSession(id, seen);
      later(HOUR_MS / 2 + 1000);
      expect(await records().sessionById(id)).toMatchObject({ lastSeenAt: seen.lastSeenAt });
      const late = await opened(userId);
      later(HOUR_MS + 1000);
      await records().extendSession(late, { lastSeenAt: new Date(), expiresAt: inHours(1) });
      expect(await records().sessionById(late)).toBeNull();
      await records().endSession(userId, id);
      await records().extendSession(id, { lastSeenAt: new Date(), expiresAt: inHours(1) });
      expect(await records().sessionById(id)).toBeNull();
    });

    it('have one latest cookie, and remember its first use', async () => {
      const { id: userId } = await newPerson(records());
      const id = await opened(userId);
      const cookie = async () => (await records().sessionById(id))?.cookie;
      const [issuedAt, usedAt] = [new Date('2026-11-29T10:00:00Z'), new Date('2026-11-29T10:00:05Z')];
      expect(await records().replaceCookie(id, 1, 2, issuedAt)).toBe(false);
      const replaced = await Promise.all([1, 2].map(() => records().replaceCookie(id, 0, 1, issuedAt)));
      expect(replaced.sort()).toEqual([false, true]);
      expect(await cookie()).toEqual({ serial: 1, issuedAt, usedAt: null });
      await records().useCookie(id, 0, usedAt);
      expect((await cookie())?.usedAt).toBeNull();
      await records().useCookie(id, 1, usedAt);
      await records().useCookie(id, 1, new Date());
      expect(await cookie()).toEqual({ serial: 1, issuedAt, usedAt });
      expect(await records().replaceCookie(id, 1, 2, issuedAt)).toBe(true);
      expect(await cookie()).toEqual({ serial: 2, issuedAt, usedAt: null });
    });

    it('are deleted after they have expired', async () => {
      const { id: userId } = await newPerson(records());
      const [long, short] = [await opened(userId, 3), await opened(userId, 1)];
      expect(await records().deleteExpiredSessions(inHours(2))).toBeGreaterThanOrEqual(1);
      expect([await records().sessionById(long), await records().sessionById(short)]).toEqual([expect.anything(), null]);
    });

    it('are listed with token families, last seen first', async () => {
      const [{ id: userId }, eve] = [await newPerson(records()), await newPerson(records())];
      later(0);
      const browser = await opened(userId);
      later(1000);
      const family = await signedIn(userId);
      await opened(eve.id);
      const listed = await records().sessionsOf(userId);
      expect(listed).toMatchObject([
        { id: family, issuer: 'ulule', userAgent: null, address: null },
        { id: browser, issuer: null, userAgent: 'Firefox', address: '192.0.2.1' },
      ]);
      for (const { createdAt, lastSeenAt } of listed) expect([createdAt, lastSeenAt]).toEqual([expect.any(Date), expect.any(Date)]);
      later(1000);
      await records().extendSession(browser, { lastSeenAt: new Date(), expiresAt: inHours(1) });
      expect(await idsOf(userId)).toEqual([browser, family]);
    });

    it('and token families end once, and only by their person', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      for (const id of [await opened(ada.id), await signedIn(ada.id)]) {
        expect(await records().endSession(eve.id, id)).toBe(false);
        expect(await idsOf(ada.id)).toContain(id);
        expect(await records().endSession(ada.id, id)).toBe(true);
        expect(await records().endSession(ada.id, id)).toBe(false);
        expect([await records().sessionById(id), await records().isAlive(id, 'ulule')]).toEqual([null, false]);
      }
    });

    it('and token families end all at once, but for one', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const [kept, ended, family, other] = [await opened(ada.id), await opened(ada.id), await signedIn(ada.id), await opened(eve.id)];
      expect(await records().endSessions(ada.id, kept)).toBe(2);
      expect([await idsOf(ada.id), await idsOf(eve.id)]).toEqual([[kept], [other]]);
      expect([await records().sessionById(ended), await records().isAlive(family, 'ulule')]).toEqual([null, false]);
      const last = await signedIn(ada.id);
      expect(await records().endSessions(ada.id, last)).toBe(1);
      expect(await idsOf(ada.id)).toEqual([last]);
      expect([await records().endSessions(ada.id, null), await records().endSessions(ada.id, null)]).toEqual([1, 0]);
    });

    it('of more than the limit, those not seen for longest end, and those that have expired', async () => {
      const { id: userId } = await newPerson(records());
      later(0);
      const expired = await opened(userId, 0.001);
      const first = await opened(userId);
      later(10_000);
      const second = await opened(userId);
      for (let at = 2; at < MAX_SESSIONS; at += 1) {
        later(1000);
        await opened(userId);
      }
      expect(await idsOf(userId)).toHaveLength(MAX_SESSIONS);
      await records().extendSession(first, { lastSeenAt: new Date(), expiresAt: inHours(1) });
      later(1000);
      const newest = await opened(userId);
      const ids = await idsOf(userId);
      expect(ids).toHaveLength(MAX_SESSIONS);
      expect([first, second, newest, expired].map((id) => ids.includes(id))).toEqual([true, false, true, false]);
    });
  });

  describe('a changed password', () => {
    it('ends every sign-in but one', async () => {
      const { id, email } = await newPerson(records());
      const [kept, family] = [await opened(id), await signedIn(id)];
      expect(await records().changePassword(id, { passwordVersion: 1, passwordHash: 'another hash', keep: kept })).toBe(true);
      expect(await records().personByEmail(email, 'any')).toMatchObject({ passwordHash: 'another hash', passwordVersion: 2 });
      expect([await idsOf(id), await records().isAlive(family, 'ulule')]).toEqual([[kept], false]);
      await records().changePassword(id, { passwordVersion: 2, passwordHash: 'a third hash', keep: null });
      expect(await idsOf(id)).toEqual([]);
    });

    it('opens nothing for a sign-in that verified the earlier one, which replaces no password either', async () => {
      const { id, email } = await newPerson(records());
      await records().changePassword(id, { passwordVersion: 1, passwordHash: 'another hash', keep: null });
      const late = { userId: id, passwordVersion: 1 };
      const expiresAt = inHours(1);
      const attempts = [
        () => records().openSession({ id: hex(16), ...late, userAgent: '', address: '', expiresAt }),
        () => records().openFamily({ id: hex(16), ...late, issuer: 'ulule', expiresAt }),
        () => records().createKey({ ...late, sha256: hex(32), lastFour: 'wxyz', label: 'late', scopes: [], expiresAt: null }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'invalid_credentials' });
      expect(await records().changePassword(id, { passwordVersion: 1, passwordHash: 'a late hash', keep: null })).toBe(false);
      expect(await records().personByEmail(email, 'any')).toMatchObject({ passwordHash: 'another hash', passwordVersion: 2 });
      expect([await idsOf(id), await records().keysOf(id)]).toEqual([[], []]);
      await records().openSession({ id: hex(16), userId: id, passwordVersion: 2, userAgent: '', address: '', expiresAt });
      expect(await idsOf(id)).toHaveLength(1);
    });

    it('needs a person, as a new name does', async () => {
      const missing = { code: 'not_found', message: 'User 2000000000 not found.' };
      expect(await records().changePassword(UNKNOWN_ID, { passwordVersion: 1, passwordHash: 'x', keep: null })).toBe(false);
      await expect(records().changeProfile(UNKNOWN_ID, { name: 'Ada' })).rejects.toMatchObject(missing);
    });
  });

  it('a person can change their name and the rest of their profile', async () => {
    const { id, email } = await newPerson(records());
    expect(await records().changeProfile(id, { name: 'Ada Lovelace' })).toMatchObject({
      id,
      email,
      name: 'Ada Lovelace',
      publicName: null,
    });
    const profile = { publicName: 'Ada K.', language: 'zh-Hans', timeZone: 'Europe/Berlin' };
    const person = { id, email, name: 'Ada Lovelace', ...profile };
    expect(await records().changeProfile(id, profile)).toMatchObject(person);
    expect((await records().stateOf(id))?.person).toMatchObject(person);
    const cleared = { publicName: null, language: null, timeZone: null };
    expect(await records().changeProfile(id, cleared)).toMatchObject({ ...person, ...cleared });
    expect(await records().personById(id)).toMatchObject({ name: 'Ada Lovelace' });
  });
}
