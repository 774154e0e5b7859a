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

    it('that reset a password end every sign-in, and all links for it lapse', async () => {
      const { id: userId, email } = await newPerson(records());
      const [first, second, other] = [await created({ userId, email }), await created({ userId, email }), await created()];
      const session = hex(16);
      await records().openSession({ id: session, userId, userAgent: '', address: '', expiresAt: inHours(1) });
      await records().openFamily({ id: hex(16), userId, issuer: 'ulule', expiresAt: inHours(1) });
      const reset = (sha256: string, now = new Date()) => records().resetPassword(sha256, { passwordHash: 'a reset hash', now });
      expect(await reset(first, inHours(1))).toBeNull();
      expect([await reset(hex(32)), await reset(other)]).toEqual([null, null]);
      expect(await records().sessionsOf(userId)).toHaveLength(2);
      expect(await reset(first)).toMatchObject({ id: userId, email });
      expect(await records().personByEmail(email, 'any')).toMatchObject({ passwordHash: 'a reset hash', passwordVersion: 2 });
      expect(await records().sessionsOf(userId)).toEqual([]);
      expect([await reset(first), await reset(second)]).toEqual([null, null]);
    });

    it('reset no password of a disabled account, and stay usable', async () => {
      const { id: userId, email } = await newPerson(records());
      const sha256 = await created({ userId, email });
      await records().changePerson(userId, { disabled: true });
      const reset = () => records().resetPassword(sha256, { passwordHash: 'a reset hash', now: new Date() });
      await expect(reset()).rejects.toMatchObject({ code: 'account_disabled' });
      await records().changePerson(userId, { disabled: false });
      expect(await reset()).toMatchObject({ id: userId });
    });

    it('that reset a password prove their address, and delete the keys of an account that had not proved it', async () => {
      const { id: userId, email } = await newPerson(records());
      const newKey = () =>
        records().createKey({ userId, sha256: hex(32), lastFour: 'wxyz', label: 'phone', scopes: ['avatar:read'], expiresAt: null });
      await newKey();
      const { email: other } = await records().addAddress(userId, { email: `${hex(8)}@example.org`, proof: 'link' });
      const reset = async () => records().resetPassword(await created({ userId, email }), { passwordHash: 'a hash', now: new Date() });
      await reset();
      expect(await records().keysOf(userId)).toEqual([]);
      expect(await records().addressesOf(userId)).toMatchObject([
        { email, proof: 'link' },
        { email: other, proof: 'assumed' },
      ]);
      await newKey();
      await reset();
      expect(await records().keysOf(userId)).toHaveLength(1);
    });

    it('of one person that reset a password at once do it one time', async () => {
      const { id: userId, email } = await newPerson(records());
      const all = await Promise.all([1, 2, 3].map(() => created({ userId, email })));
      const resets = await Promise.all(all.map((sha256) => records().resetPassword(sha256, { passwordHash: sha256, now: new Date() })));
      expect(resets.filter((person) => person !== null)).toHaveLength(1);
      expect(await records().personByEmail(email, 'any')).toMatchObject({ passwordVersion: 2 });
    });

    it('lapse when the password is changed', async () => {
      const { id: userId, email } = await newPerson(records());
      const [reset, verification] = [await created({ userId, email }), await created({ userId, email, purpose: 'verify-address' })];
      await records().changePassword(userId, { passwordVersion: 1, passwordHash: 'another hash', keep: null });
      expect(await found(reset)).toBe(false);
      expect(await records().linkBySha256(verification, 'verify-address', new Date())).toBeNull();
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
