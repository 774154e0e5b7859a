import { describe, expect, it } from 'vitest';
import type { ImportedPerson } from '@/lib/accounts/imports/ports';
import { hex, newPerson, type Records } from '@/testing/records';

const newEmail = () => `${hex(8)}@example.org`;

/** The contract of accounts that administrators import. */
export function importRecordsContract(records: () => Records): void {
  const person = (email: string, fields: Partial<ImportedPerson> = {}): ImportedPerson => ({
    email,
    name: 'Grace',
    role: 'member',
    generatedKey: hex(),
    ...fields,
  });
  const invitation = (to: string, expiresAt: Date) => ({
    linkSha256: hex(32),
    expiresAt,
    message: { id: hex(16), to, subject: 'Welcome', text: 'Hello', html: '<p>Hello', createdAt: new Date(), expiresAt },
  });

  describe('imported people', () => {
    it('have no password, and an address that the administrator proved', async () => {
      const [email, key] = [newEmail(), hex()];
      const accounts = await records().importPeople([person(email, { generatedKey: key })]);
      const { id = 0 } = accounts.get(email) ?? {};
      expect(accounts).toEqual(new Map([[email, { id: expect.any(Number), isNew: true }]]));
      expect(await records().personByEmail(email, 'proved')).toEqual({
        id,
        email,
        name: 'Grace',
        publicName: null,
        language: null,
        timeZone: null,
        role: 'member',
        createdAt: expect.any(Date),
        disabledAt: null,
        passwordHash: null,
        passwordVersion: 1,
      });
      expect(await records().addressesOf(id)).toMatchObject([{ email, proof: 'administrator', isPrimary: true }]);
      expect((await records().stateOf(id))?.generatedKey).toBe(key);
    });

    it('are left out if an account has the address, as its primary one or another', async () => {
      const { id, email } = await newPerson(records());
      const [second, fresh] = [newEmail(), newEmail()];
      await records().addAddress(id, { email: second, proof: 'assumed' });
      const accounts = await records().importPeople([person(email), person(second), person(fresh)]);
      expect(accounts).toEqual(
        new Map([
          [email, { id, isNew: false }],
          [second, { id, isNew: false }],
          [fresh, { id: expect.any(Number), isNew: true }],
        ]),
      );
      expect(await records().personByEmail(email, 'any')).toMatchObject({ id, name: 'Ada', passwordHash: 'a hash' });
    });

    it('of two imports at once have one account each', async () => {
      const emails = [newEmail(), newEmail(), newEmail()];
      const both = await Promise.all([1, 2].map(() => records().importPeople(emails.map((email) => person(email)))));
      for (const email of emails) {
        expect(both.map((accounts) => accounts.get(email)?.isNew).sort()).toEqual([false, true]);
        expect(new Set(both.map((accounts) => accounts.get(email)?.id)).size).toBe(1);
      }
    });

    it('are invited with the account: one that exists gets no message', async () => {
      const { email: existing } = await newPerson(records());
      const [email, expiresAt] = [newEmail(), new Date(Date.now() + 60_000)];
      const invitations = [invitation(email, expiresAt), invitation(existing, expiresAt)];
      const accounts = await records().importPeople([
        person(email, { invitation: invitations[0] }),
        person(existing, { invitation: invitations[1] }),
      ]);
      const [link, unused] = await Promise.all(
        invitations.map(({ linkSha256 }) => records().linkBySha256(linkSha256, 'reset-password', new Date())),
      );
      expect([link, unused]).toEqual([
        { purpose: 'reset-password', userId: accounts.get(email)?.id, email, data: null, createdAt: expect.any(Date), expiresAt },
        null,
      ]);
      const queued = (await records().listMessages(100)).filter(({ to }) => to === email || to === existing);
      expect(queued.map(({ to, nextAttemptAt }) => [to, nextAttemptAt])).toEqual([[email, invitations[0]?.message.createdAt]]);
    });

    it('are found by the part of the address before the @, one address for each account', async () => {
      const name = hex(6);
      const [first, second] = [`${name}@a.example`, `${name}@b.example`];
      const { id = 0 } = (await records().importPeople([person(first)])).get(first) ?? {};
      await records().addAddress(id, { email: `${name}@c.example`, proof: 'link' });
      await records().importPeople([person(`${name}x@a.example`)]);
      expect(await records().emailsByUserName(name, 2)).toEqual([first]);
      await records().importPeople([person(second)]);
      expect(await records().emailsByUserName(name, 2)).toEqual([first, second]);
      expect(await records().emailsByUserName(name, 1)).toEqual([first]);
      expect(await records().emailsByUserName('%', 2)).toEqual([]);
      expect(await records().accountsByEmail([first, 'nothing@a.example'])).toEqual(new Map([[first, id]]));
    });

    describe('whose owner confirms a sign-up', () => {
      const signUp = async (email: string, data: Record<string, string> = {}) => {
        const sha256 = hex(32);
        const link = { purpose: 'sign-up', userId: null, email, sha256, expiresAt: new Date(Date.now() + 60_000) } as const;
        await records().createLink({ ...link, data: { name: 'Admiral Hopper', passwordHash: 'their hash', ...data } });
        return () => records().confirmAddress(sha256, { generatedKey: hex(), now: new Date() });
      };

      it('are handed over with their id, and later links are refused', async () => {
        const email = newEmail();
        const { id = 0 } = (await records().importPeople([person(email)])).get(email) ?? {};
        const [confirm, later] = [await signUp(email), await signUp(email)];
        const results = await Promise.all([confirm(), later()]);
        expect(results.filter((one) => one !== null)).toEqual([{ userId: id, email, isNewAccount: true, isClaimed: true, lostBy: null }]);
        expect(await records().personByEmail(email, 'proved')).toMatchObject({ id, name: 'Admiral Hopper', passwordHash: 'their hash' });
        expect(await records().addressesOf(id)).toMatchObject([{ email, proof: 'link' }]);
        expect(await (await signUp(email))()).toBeNull();
      });

      it('stay administrators', async () => {
        const email = newEmail();
        await records().importPeople([person(email, { role: 'admin' })]);
        await (await signUp(email))();
        expect(await records().personByEmail(email, 'proved')).toMatchObject({ role: 'admin' });
      });

      it('stay closed while they are disabled', async () => {
        const email = newEmail();
        const { id = 0 } = (await records().importPeople([person(email)])).get(email) ?? {};
        await records().changePerson(id, { disabled: true });
        expect(await (await signUp(email))()).toBeNull();
        expect(await records().personByEmail(email, 'any')).toMatchObject({ id, passwordHash: null });
      });
    });
  });
}
