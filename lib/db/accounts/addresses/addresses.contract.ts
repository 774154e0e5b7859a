import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_ADDRESSES } from '@/lib/accounts/limits';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

const sha256 = (email: string) => createHash('sha256').update(email).digest('hex');
const newEmail = () => `${hex(8)}@example.org`;

/** The contract of the records of e-mail addresses. */
export function addressRecordsContract(records: () => Records): void {
  const shownBy = async (email: string, proof: 'any' | 'proved' = 'any') =>
    (await records().stateByEmailHash(sha256(email), proof))?.person.id ?? null;

  describe('addresses', () => {
    it('begin with the one of the account, which is assumed and primary', async () => {
      const { id, email } = await newPerson(records());
      expect(await records().addressesOf(id)).toEqual([
        {
          id: expect.any(Number),
          email,
          proof: 'assumed',
          hashLookup: true,
          shows: 'account',
          isPrimary: true,
          createdAt: expect.any(Date),
        },
      ]);
    });

    it('find the same person, each by itself and by its hash', async () => {
      const { id, email } = await newPerson(records());
      const other = newEmail();
      const added = await records().addAddress(id, { email: other, proof: 'link' });
      expect(added).toMatchObject({ email: other, proof: 'link', hashLookup: true, isPrimary: false });
      for (const one of [email, other]) {
        expect(await records().personByEmail(one, 'any')).toMatchObject({ id, email, passwordHash: 'a hash' });
        expect(await shownBy(one)).toBe(id);
      }
    });

    it('that are only assumed are not found by a look-up that requires proof', async () => {
      const { id, email } = await newPerson(records());
      const [proved, approved] = [newEmail(), newEmail()];
      await records().addAddress(id, { email: proved, proof: 'link' });
      await records().addAddress(id, { email: approved, proof: 'administrator' });
      const found = async (one: string) => [await shownBy(one, 'proved'), (await records().personByEmail(one, 'proved'))?.id ?? null];
      expect(await Promise.all([email, proved, approved].map(found))).toEqual([
        [null, null],
        [id, id],
        [id, id],
      ]);
    });

    it('that an administrator approves are proved, and change in nothing else', async () => {
      const { id, email } = await newPerson(records());
      const [before] = await records().addressesOf(id);
      await records().changeAddress(id, before?.id ?? 0, { hashLookup: false });
      const approved = await records().changeAddress(id, before?.id ?? 0, { proof: 'administrator' });
      expect(approved).toEqual({ ...before, hashLookup: false, proof: 'administrator' });
      expect(await records().personByEmail(email, 'proved')).toMatchObject({ id });
    });

    it('belong to one account', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const taken = { code: 'email_taken', details: { fields: { email: expect.any(String) } } };
      await expect(records().addAddress(eve.id, { email: ada.email, proof: 'link' })).rejects.toMatchObject(taken);
      const email = newEmail();
      const both = await Promise.allSettled([ada, eve].map(({ id }) => records().addAddress(id, { email, proof: 'link' })));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const signUp = { email, name: 'Ada', passwordHash: 'a hash', generatedKey: hex() };
      await expect(records().createPerson(signUp)).rejects.toMatchObject(taken);
    });

    it('with look-up by hash switched off are found by themselves only, until it is switched on', async () => {
      const { id, email } = await newPerson(records());
      const [address] = await records().addressesOf(id);
      const change = (hashLookup: boolean) => records().changeAddress(id, address?.id ?? 0, { hashLookup });
      expect(await change(false)).toMatchObject({ email, hashLookup: false, isPrimary: true });
      await records().save(id, newAvatar());
      const shows = async () => {
        const state = await records().stateByEmailHash(sha256(email), 'any');
        return [state?.shows, state?.source, state?.avatar === null];
      };
      expect(await shows()).toEqual(['none', 'none', true]);
      expect(await records().stateByEmail(email, 'any')).toMatchObject({ shows: 'account', avatar: expect.any(Object) });
      expect(await records().personByEmail(email, 'any')).toMatchObject({ id });
      await change(true);
      expect(await shows()).toEqual(['account', 'upload', false]);
    });

    it('are found by their hashes while the policy allows it, and by themselves always', async () => {
      const { id, email } = await newPerson(records());
      await records().changePolicy({ hashLookup: false }, id);
      expect([await shownBy(email), (await records().stateByEmail(email, 'any'))?.person.id]).toEqual([null, id]);
      await records().changePolicy({ hashLookup: true }, id);
      expect(await shownBy(email)).toBe(id);
    });

    it('are made primary one at a time', async () => {
      const { id, email } = await newPerson(records());
      const other = newEmail();
      const added = await records().addAddress(id, { email: other, proof: 'link' });
      expect(await records().changeAddress(id, added.id, { isPrimary: true })).toMatchObject({ email: other, isPrimary: true });
      expect(await records().personById(id)).toMatchObject({ email: other });
      expect((await records().addressesOf(id)).map((address) => [address.email, address.isPrimary])).toEqual([
        [other, true],
        [email, false],
      ]);
    });

    it('can be removed except the primary one, and are free then', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const [primary] = await records().addressesOf(ada.id);
      await expect(records().removeAddress(ada.id, primary?.id ?? 0)).rejects.toMatchObject({ code: 'primary_address' });
      const { id, email } = await records().addAddress(ada.id, { email: newEmail(), proof: 'link' });
      expect(await records().removeAddress(eve.id, id)).toBeNull();
      await expect(records().changeAddress(eve.id, id, { isPrimary: true })).rejects.toMatchObject({ code: 'not_found' });
      expect(await records().removeAddress(ada.id, id)).toBe(email);
      expect(await records().removeAddress(ada.id, id)).toBeNull();
      expect(await shownBy(email)).toBeNull();
      await records().addAddress(eve.id, { email, proof: 'link' });
      expect(await shownBy(email)).toBe(eve.id);
    });

    it(`are at most ${MAX_ADDRESSES} for each person, also when more are added at once`, async () => {
      const { id } = await newPerson(records());
      const all = await Promise.allSettled(
        Array.from({ length: MAX_ADDRESSES + 1 }, () => records().addAddress(id, { email: newEmail(), proof: 'link' })),
      );
      const refused = all.filter((one) => one.status === 'rejected');
      expect(refused.map(({ reason }) => reason.code)).toEqual(['too_many_addresses', 'too_many_addresses']);
      expect(await records().addressesOf(id)).toHaveLength(MAX_ADDRESSES);
    });
  });
}
