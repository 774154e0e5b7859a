import { describe, expect, it } from 'vitest';
import { hex, newPerson, type Records } from '@/testing/records';

/** The contract of identities. The records have an administrator. */
export function identityRecordsContract(records: () => Records): void {
  const ISSUER = 'https://sso.example.org';
  const account = (issuer = ISSUER) => ({ issuer, subject: hex(8) });
  const newAccount = (email = `${hex(8)}@example.org`) => ({ email, name: 'Ada', generatedKey: hex() });
  const taken = { code: 'identity_taken' };

  describe('identities', () => {
    it('open an account without a password, whose address is proved', async () => {
      const [given, fields] = [account(), newAccount()];
      const { person, lostBy } = await records().openWithIdentity(given, fields, false);
      expect(person).toMatchObject({ email: fields.email, name: 'Ada', role: 'member', disabledAt: null });
      expect(lostBy).toBeNull();
      expect(await records().storedPerson(person.id)).toEqual({ ...person, passwordHash: null, passwordVersion: 1 });
      expect(await records().addressesOf(person.id)).toMatchObject([{ email: fields.email, proof: 'link', isPrimary: true }]);
      const [identity] = await records().identitiesOf(person.id);
      expect(identity).toEqual({
        ...given,
        id: expect.any(Number),
        userId: person.id,
        createdAt: expect.any(Date),
        lastUsedAt: null,
        pictureUrl: null,
        pictureAt: null,
      });
      expect(await records().identityOf(given)).toEqual({ identity, person });
      expect(await records().identityOf({ ...given, issuer: 'https://other.example' })).toBeNull();
    });

    it('take an address only from an account that has it without proof, and only if they are asked to', async () => {
      const { id, email } = await newPerson(records());
      await expect(records().openWithIdentity(account(), newAccount(email), false)).rejects.toMatchObject({ code: 'email_taken' });
      const given = account();
      const { person, lostBy } = await records().openWithIdentity(given, newAccount(email), true);
      expect(lostBy).toBe(id);
      expect(await records().addressesOf(id)).toEqual([]);
      expect((await records().personById(id))?.email).not.toBe(email);
      await expect(records().openWithIdentity(account(), newAccount(email), true)).rejects.toMatchObject({ code: 'email_taken' });
      expect((await records().personByEmail(email, 'proved'))?.id).toBe(person.id);
    });

    it('belong to one person, who has one of each issuer', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const first = account();
      const { id } = await records().addIdentity(ada.id, first);
      await expect(records().addIdentity(eve.id, first)).rejects.toMatchObject(taken);
      await expect(records().addIdentity(ada.id, account())).rejects.toMatchObject(taken);
      const other = await records().addIdentity(ada.id, account('https://other.example'));
      expect((await records().identitiesOf(ada.id)).map((identity) => identity.id)).toEqual([id, other.id]);
      const email = `${hex(8)}@example.org`;
      await expect(records().openWithIdentity(first, newAccount(email), false)).rejects.toMatchObject(taken);
      expect(await records().personByEmail(email, 'any')).toBeNull();
      await expect(records().addIdentity(2_000_000_000, account())).rejects.toMatchObject({ code: 'not_found' });
    });

    it('are connected once when two requests come at once', async () => {
      const people = await Promise.all([newPerson(records()), newPerson(records())]);
      const given = account();
      const outcomes = await Promise.allSettled(people.map(({ id }) => records().addIdentity(id, given)));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(taken);
    });

    it('keep the last sign-in and the picture that was fetched', async () => {
      const given = account();
      const { person } = await records().openWithIdentity(given, newAccount(), false);
      const [before] = await records().identitiesOf(person.id);
      const [lastUsedAt, pictureAt] = [new Date('2030-01-02T03:04:05.678Z'), new Date('2030-01-03T00:00:00.000Z')];
      await records().touchIdentity(before?.id ?? 0, { lastUsedAt });
      await records().touchIdentity(before?.id ?? 0, { pictureUrl: 'https://sso.example.org/ada.png', pictureAt });
      const pictureUrl = 'https://sso.example.org/ada.png';
      expect((await records().identityOf(given))?.identity).toEqual({ ...before, lastUsedAt, pictureUrl, pictureAt });
    });

    it('are removed by their owner, if a password is left to sign in with', async () => {
      const [given, eve] = [account(), await newPerson(records())];
      const { person } = await records().openWithIdentity(given, newAccount(), false);
      const [{ id } = { id: 0 }] = await records().identitiesOf(person.id);
      expect(await records().removeIdentity(eve.id, id)).toBe(false);
      await expect(records().removeIdentity(person.id, id)).rejects.toMatchObject({ code: 'password_missing' });
      await records().changePassword(person.id, { passwordVersion: 1, passwordHash: 'a hash', keep: null });
      expect([await records().removeIdentity(person.id, id), await records().removeIdentity(person.id, id)]).toEqual([true, false]);
      expect(await records().identityOf(given)).toBeNull();
    });

    it('are refused to a disabled account, and go with a deleted one', async () => {
      const given = account();
      const { person } = await records().openWithIdentity(given, newAccount(), false);
      await records().changePerson(person.id, { disabled: true });
      await expect(records().addIdentity(person.id, account('https://other.example'))).rejects.toMatchObject({ code: 'account_disabled' });
      expect((await records().identityOf(given))?.person.disabledAt).toEqual(expect.any(Date));
      await records().erase(person.id);
      expect(await records().identityOf(given)).toBeNull();
    });

    it('end when an unproved address takes the account back', async () => {
      const { id, email } = await newPerson(records());
      const given = account();
      await records().addIdentity(id, given);
      const sha256 = hex(32);
      const [now, expiresAt] = [new Date(), new Date(Date.now() + 60_000)];
      await records().createLink({ sha256, purpose: 'reset-password', userId: id, email, data: null, expiresAt });
      await records().resetPassword(sha256, { passwordHash: 'another hash', now });
      expect(await records().identityOf(given)).toBeNull();
    });
  });
}
