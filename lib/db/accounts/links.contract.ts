import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_LINKS } from '@/lib/accounts/links/limits';
import type { MailedLink } from '@/lib/accounts/links/ports';
import { hex, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;
const HOUR_MS = 60 * 60 * 1000;

/** Rules for the records of single-use links. */
export function linkRecordsContract(records: () => Records): void {
  const purpose = 'reset-password';
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

  async function created(link: Partial<MailedLink> = {}): Promise<string> {
    const sha256 = hex(32);
    await records().createLink({
      sha256,
      purpose,
      userId: null,
      email: `${hex(8)}@example.org`,
      data: null,
      expiresAt: inHours(1),
      ...link,
    });
    return sha256;
  }

  const found = async (sha256: string) => (await records().linkBySha256(sha256, purpose, new Date())) !== null;

  describe('mailed links', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('are found until they expire, and are taken once', async () => {
      const { id: userId, email } = await newPerson(records());
      const expiresAt = inHours(1);
      const sha256 = await created({ userId, email, expiresAt, data: { name: 'Ada', roles: ['member', null] } });
      const link = { purpose, userId, email, data: { name: 'Ada', roles: ['member', null] }, createdAt: expect.any(Date), expiresAt };
      expect(await records().linkBySha256(sha256, purpose, new Date())).toEqual(link);
      expect(await records().linkBySha256(sha256, purpose, expiresAt)).toBeNull();
      expect(await records().takeLink(sha256, purpose, expiresAt)).toBeNull();
      expect(await records().linkBySha256(sha256, 'verify-address', new Date())).toBeNull();
      expect(await records().takeLink(sha256, 'verify-address', new Date())).toBeNull();
      expect(await records().takeLink(sha256, purpose, new Date())).toEqual(link);
      expect(await records().takeLink(sha256, purpose, new Date())).toBeNull();
      expect(await found(sha256)).toBe(false);
    });

    it('are taken by one of many at once', async () => {
      const sha256 = await created();
      const taken = await Promise.all(Array.from({ length: 5 }, () => records().takeLink(sha256, purpose, new Date())));
      expect(taken.filter((link) => link !== null)).toHaveLength(1);
    });

    it('carry nothing unless they are given something, and need no account', async () => {
      const email = `${hex(8)}@example.org`;
      const sha256 = await created({ email });
      expect(await records().linkBySha256(sha256, purpose, new Date())).toMatchObject({ email, userId: null, data: null });
      await expect(created({ userId: UNKNOWN_ID })).rejects.toThrow();
    });

    it('lapse for an address or for a person', async () => {
      const { id: userId, email } = await newPerson(records());
      const [first, second, other] = [await created({ userId, email }), await created({ userId }), await created()];
      expect(await records().deleteLinks({ email, purpose })).toBe(1);
      expect([await found(first), await found(second)]).toEqual([false, true]);
      expect(await records().deleteLinks({ userId, purpose })).toBe(1);
      expect([await found(second), await found(other)]).toEqual([false, true]);
      expect(await records().deleteLinks({ email, purpose: 'verify-address' })).toBe(0);
      expect(await records().deleteLinks({ userId, purpose })).toBe(0);
    });

    it('are deleted once they have expired', async () => {
      const [long, short] = [await created({ expiresAt: inHours(3) }), await created()];
      expect(await records().deleteExpiredLinks(inHours(2))).toBeGreaterThanOrEqual(1);
      expect([await found(long), await found(short)]).toEqual([true, false]);
    });

    it('of more than the limit to one address, the oldest lapse', async () => {
      const email = `${hex(8)}@example.org`;
      const all: string[] = [];
      for (let at = 0; at <= MAX_LINKS; at += 1) {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });
        all.push(await created({ email }));
      }
      expect(await Promise.all(all.map(found))).toEqual([false, true, true, true, true, true]);
    });
  });
}
