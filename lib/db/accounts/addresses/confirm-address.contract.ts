import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_ADDRESSES } from '@/lib/accounts/limits';
import { hex, newPerson, type Records } from '@/testing/records';

const sha256 = (email: string) => createHash('sha256').update(email).digest('hex');
const newEmail = () => `${hex(8)}@example.org`;

/** The contract of links that prove an address. */
export function confirmAddressContract(records: () => Records): void {
  const now = () => new Date();
  const mailed = async (link: { purpose: 'sign-up' | 'verify-address'; email: string; userId: number | null }) => {
    const sha256 = hex(32);
    const data = link.purpose === 'sign-up' ? { name: 'Grace', passwordHash: 'another hash' } : null;
    await records().createLink({ ...link, sha256, data, expiresAt: new Date(Date.now() + 60_000) });
    return sha256;
  };
  const signUp = (email: string) => mailed({ purpose: 'sign-up', email, userId: null });
  const confirm = (sha256: string) => records().confirmAddress(sha256, { generatedKey: hex(), now: now() });
  const addressOf = async (userId: number, email: string) => (await records().addressesOf(userId)).find((own) => own.email === email);

  describe('a link that proves an address', () => {
    it('opens the account of a sign-up once', async () => {
      const email = newEmail();
      const [first, second] = [await signUp(email), await signUp(email)];
      const all = await Promise.all([confirm(first), confirm(first), confirm(second)]);
      const opened = all.filter((one) => one !== null);
      expect(opened).toEqual([{ userId: expect.any(Number), email, isNewAccount: true, lostBy: null }]);
      const userId = opened[0]?.userId ?? 0;
      expect(await records().personByEmail(email, 'proved')).toMatchObject({
        id: userId,
        name: 'Grace',
        role: 'member',
        passwordHash: 'another hash',
      });
      expect(await addressOf(userId, email)).toMatchObject({ proof: 'link', isPrimary: true });
      expect(await confirm(second)).toBeNull();
    });

    it('is one of several to the same address that are confirmed at once', async () => {
      const email = newEmail();
      const all = await Promise.all([1, 2, 3, 4, 5].map(() => signUp(email)));
      const opened = (await Promise.all(all.map(confirm))).filter((one) => one !== null);
      expect(opened).toEqual([{ userId: expect.any(Number), email, isNewAccount: true, lostBy: null }]);
    });

    it('gives an account another address, and proves one that it has', async () => {
      const { id, email } = await newPerson(records());
      const other = newEmail();
      expect(await confirm(await mailed({ purpose: 'verify-address', email: other, userId: id }))).toEqual({
        userId: id,
        email: other,
        isNewAccount: false,
        lostBy: null,
      });
      expect(await addressOf(id, other)).toMatchObject({ proof: 'link', isPrimary: false });
      await confirm(await mailed({ purpose: 'verify-address', email, userId: id }));
      expect(await addressOf(id, email)).toMatchObject({ proof: 'link', isPrimary: true });
    });

    it('that resets a password lapses when its account loses the address', async () => {
      const { id: userId } = await newPerson(records());
      const reset = async (email: string) => {
        const sha256 = hex(32);
        await records().createLink({
          purpose: 'reset-password',
          email,
          userId,
          sha256,
          data: null,
          expiresAt: new Date(Date.now() + 60_000),
        });
        return sha256;
      };
      const [removed, claimed] = [newEmail(), newEmail()];
      const { id } = await records().addAddress(userId, { email: removed, proof: 'assumed' });
      await records().addAddress(userId, { email: claimed, proof: 'assumed' });
      const links = [await reset(removed), await reset(claimed)];
      await records().removeAddress(userId, id);
      await confirm(await signUp(claimed));
      for (const link of links) expect(await records().resetPassword(link, { passwordHash: 'x', now: now() })).toBeNull();
    });

    it('takes the address from an account that has not proved it, which keeps its others', async () => {
      const [eve, mallory] = [await newPerson(records()), await newPerson(records())];
      const second = await records().addAddress(eve.id, { email: newEmail(), proof: 'assumed' });
      const third = await records().addAddress(eve.id, { email: newEmail(), proof: 'link' });
      expect(await confirm(await signUp(eve.email))).toMatchObject({ isNewAccount: true, lostBy: eve.id });
      expect((await records().addressesOf(eve.id)).map(({ email, isPrimary }) => [email, isPrimary])).toEqual([
        [third.email, true],
        [second.email, false],
      ]);
      const ada = await newPerson(records());
      const taken = await confirm(await mailed({ purpose: 'verify-address', email: mallory.email, userId: ada.id }));
      expect(taken).toEqual({ userId: ada.id, email: mallory.email, isNewAccount: false, lostBy: mallory.id });
      expect(await records().addressesOf(mallory.id)).toEqual([]);
      expect(await records().personById(mallory.id)).toMatchObject({ email: `account-${mallory.id}@no-address.invalid` });
      expect(await records().personByEmail(`account-${mallory.id}@no-address.invalid`, 'any')).toBeNull();
      expect(await shownBy(mallory.email)).toBe(ada.id);
      const next = newEmail();
      await confirm(await mailed({ purpose: 'verify-address', email: next, userId: mallory.id }));
      expect(await records().personById(mallory.id)).toMatchObject({ email: next });
    });

    it('takes the address from a disabled account too, and gives none to one', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const given = await mailed({ purpose: 'verify-address', email: newEmail(), userId: eve.id });
      await records().changePerson(eve.id, { disabled: true });
      expect(await confirm(await mailed({ purpose: 'verify-address', email: eve.email, userId: ada.id }))).toMatchObject({
        lostBy: eve.id,
      });
      await expect(confirm(given)).rejects.toMatchObject({ code: 'account_disabled' });
      expect(await records().addressesOf(eve.id)).toEqual([]);
    });

    it('of a sign-up with an invite opens the account that the invite grants, while it can be used', async () => {
      const admin = await records().createPerson({
        email: newEmail(),
        name: 'Admin',
        passwordHash: '',
        generatedKey: hex(),
        role: 'admin',
      });
      const invite = hex(32);
      const uses = { maxUses: 1, email: null, expiresAt: new Date(Date.now() + 60_000) };
      await records().createInvite({ ...uses, sha256: invite, createdBy: admin.id, role: 'admin' });
      const invited = async (email: string) => {
        const sha256 = hex(32);
        const data = { name: 'Grace', passwordHash: 'another hash', role: 'admin', invite };
        await records().createLink({ purpose: 'sign-up', email, userId: null, sha256, data, expiresAt: uses.expiresAt });
        return sha256;
      };
      const [first, second] = [await invited(newEmail()), await invited(newEmail())];
      const opened = await confirm(first);
      expect(await records().personById(opened?.userId ?? 0)).toMatchObject({ role: 'admin' });
      await expect(confirm(second)).rejects.toMatchObject({ code: 'invite_invalid' });
      expect(await records().linkBySha256(second, 'sign-up', now())).not.toBeNull();
    });

    it('opens the accounts of administrators while the accounts that lose the addresses are disabled', async () => {
      const creator = { email: newEmail(), name: 'Admin', passwordHash: '', generatedKey: hex(), role: 'admin' } as const;
      const { id: createdBy } = await records().createPerson(creator);
      const invite = hex(32);
      const expiresAt = new Date(Date.now() + 60_000);
      await records().createInvite({ sha256: invite, createdBy, role: 'admin', email: null, maxUses: 10, expiresAt });
      const losers = await Promise.all(Array.from({ length: 6 }, () => newPerson(records())));
      const data = { name: 'Grace', passwordHash: 'another hash', role: 'admin', invite };
      const links = losers.map(({ email }) => ({ purpose: 'sign-up', email, userId: null, sha256: hex(32), data, expiresAt }) as const);
      for (const link of links) await records().createLink(link);
      const all = await Promise.all([
        ...links.map(({ sha256 }) => confirm(sha256)),
        ...losers.map(({ id }) => records().changePerson(id, { disabled: true })),
      ]);
      expect(all.slice(0, 6).map((one) => one && 'lostBy' in one && one.lostBy)).toEqual(losers.map(({ id }) => id));
    });

    it('does nothing once another person has proved the address, once it has expired, or for an account with too many', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const { email } = await records().addAddress(ada.id, { email: newEmail(), proof: 'link' });
      expect(await confirm(await signUp(email))).toBeNull();
      expect(await confirm(await mailed({ purpose: 'verify-address', email, userId: eve.id }))).toBeNull();
      const sha256 = await signUp(newEmail());
      const later = new Date(Date.now() + 120_000);
      expect(await records().confirmAddress(sha256, { generatedKey: hex(), now: later })).toBeNull();
      for (let count = 1; count < MAX_ADDRESSES; count++) await records().addAddress(eve.id, { email: newEmail(), proof: 'link' });
      const full = await mailed({ purpose: 'verify-address', email: newEmail(), userId: eve.id });
      await expect(confirm(full)).rejects.toMatchObject({ code: 'too_many_addresses' });
      expect(await addressOf(eve.id, email)).toBeUndefined();
      const [, spare] = await records().addressesOf(eve.id);
      await records().removeAddress(eve.id, spare?.id ?? 0);
      expect(await confirm(full)).toMatchObject({ userId: eve.id });
    });
  });

  async function shownBy(email: string): Promise<number | null> {
    return (await records().stateByEmailHash(sha256(email), 'proved'))?.person.id ?? null;
  }
}
