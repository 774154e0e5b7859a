import { afterEach, describe, expect, it, vi } from 'vitest';
import { REFRESH_REUSE_WINDOW_MS } from '@/lib/accounts/limits';
import { hex, newPerson, type Records } from '@/testing/records';

const DAY_MS = 24 * 60 * 60 * 1000;
const ISSUER = 'ulule';

/** Rules for the records of sign-ins that issued tokens. */
export function tokenRecordsContract(records: () => Records): void {
  /** Moves the clock and nothing else: a database waits on real timers. */
  const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  const rotate = (id: string, serial: number, issuer = ISSUER) => records().rotate({ id, userId: 1, issuer, serial, expiresAt: inDays(2) });
  const isAlive = (id: string) => records().isAlive(id, ISSUER);
  async function opened(userId?: number): Promise<string> {
    const id = hex(16);
    await records().openFamily({ id, userId: userId ?? (await newPerson(records())).id, issuer: ISSUER, expiresAt: inDays(1) });
    return id;
  }

  describe('token families', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('are alive for their issuer until they expire', async () => {
      const id = await opened();
      expect([await isAlive(id), await records().isAlive(id, 'zulip'), await isAlive(hex(16))]).toEqual([true, false, false]);
      later(DAY_MS - 1000);
      expect(await isAlive(id)).toBe(true);
      later(2000);
      expect(await isAlive(id)).toBe(false);
    });

    it('accept each serial number once, and live on from then', async () => {
      const id = await opened();
      later(DAY_MS / 2);
      expect(await rotate(id, 1)).toEqual(new Date());
      later(DAY_MS);
      expect(await isAlive(id)).toBe(true);
      expect(await rotate(id, 2)).toEqual(new Date());
    });

    it('accept the last serial number again within the reuse window, and say when it was used first', async () => {
      const id = await opened();
      later(0);
      const [usedAt, again] = await Promise.all([rotate(id, 1), rotate(id, 1)]);
      expect([usedAt, again]).toEqual([new Date(), new Date()]);
      later(REFRESH_REUSE_WINDOW_MS - 1);
      expect(await rotate(id, 1)).toEqual(usedAt);
      expect(await isAlive(id)).toBe(true);
    });

    it('end when a serial number comes again after the reuse window', async () => {
      const id = await opened();
      later(0);
      await rotate(id, 1);
      later(REFRESH_REUSE_WINDOW_MS);
      expect(await rotate(id, 1)).toBeNull();
      expect(await isAlive(id)).toBe(false);
      expect(await rotate(id, 2)).toBeNull();
    });

    it('end when a serial number comes that is older, was never issued, or belongs to another issuer', async () => {
      const older = await opened();
      await rotate(older, 1);
      await rotate(older, 2);
      const [unissued, foreign] = [await opened(), await opened()];
      expect([await rotate(older, 1), await rotate(unissued, 2), await rotate(foreign, 1, 'zulip')]).toEqual([null, null, null]);
      expect([await isAlive(older), await isAlive(unissued), await isAlive(foreign)]).toEqual([false, false, false]);
    });

    it('cannot be rotated after they expired, nor if they never were', async () => {
      const id = await opened();
      later(DAY_MS + 1);
      expect([await rotate(id, 1), await rotate(hex(16), 1)]).toEqual([null, null]);
    });

    it('are revoked once, by their issuer alone, and without the others of the person', async () => {
      const { id: userId } = await newPerson(records());
      const [one, other] = [await opened(userId), await opened(userId)];
      expect(await records().revokeFamily(one, 'zulip')).toBeNull();
      expect(await records().revokeFamily(one, ISSUER)).toBe(userId);
      expect(await records().revokeFamily(one, ISSUER)).toBeNull();
      expect([await isAlive(one), await isAlive(other)]).toEqual([false, true]);
      expect(await rotate(one, 1)).toBeNull();
    });

    it('are deleted once they expired, when their owner next signs in', async () => {
      const { id: userId } = await newPerson(records());
      const [mine, foreign] = [await opened(userId), await opened()];
      later(DAY_MS + 1);
      await opened(userId);
      expect(await records().revokeFamily(mine, ISSUER)).toBeNull();
      expect(await records().revokeFamily(foreign, ISSUER)).toEqual(expect.any(Number));
    });
  });
}
