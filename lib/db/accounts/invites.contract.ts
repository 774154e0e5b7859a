import { describe, expect, it } from 'vitest';
import { hex, newPerson, type Records } from '@/testing/records';

/** The contract of invites. The records have an administrator. */
export function inviteRecordsContract(records: () => Records): void {
  const inTime = new Date('2100-01-01T00:00:00.000Z');

  async function invited(fields: { maxUses?: number; expiresAt?: Date } = {}) {
    const { id: createdBy } = await newPerson(records());
    await records().changeRole(createdBy, 'admin');
    const sha256 = hex(32);
    const given = { createdBy, role: 'member' as const, email: null, maxUses: 1, expiresAt: inTime, ...fields };
    return { sha256, createdBy, given, invite: await records().createInvite({ ...given, sha256 }) };
  }

  const join = (invite: string) =>
    records().createPerson({ email: `${hex(8)}@example.org`, name: 'Eve', passwordHash: 'a hash', generatedKey: hex(), invite });
  const invalid = { code: 'invite_invalid' };

  describe('invites', () => {
    it('are found by their hash while they can be used, and listed newest first', async () => {
      const [first, second] = [await invited(), await invited()];
      expect(first.invite).toEqual({ ...first.given, id: expect.any(Number), uses: 0, createdAt: expect.any(Date) });
      expect(await records().usableInvite(first.sha256, new Date())).toEqual(first.invite);
      expect(await records().usableInvite(hex(32), new Date())).toBeNull();
      expect(await records().usableInvite(first.sha256, inTime)).toBeNull();
      expect((await records().invites()).slice(0, 2)).toEqual([second.invite, first.invite]);
      expect([await records().deleteInvite(first.invite.id), await records().deleteInvite(first.invite.id)]).toEqual([true, false]);
      expect(await records().usableInvite(first.sha256, new Date())).toBeNull();
      await expect(join(first.sha256)).rejects.toMatchObject(invalid);
    });

    it('are deleted once they expired before a time', async () => {
      const [expired, last] = [await invited({ expiresAt: new Date('2020-01-01T00:00:00.000Z') }), await invited()];
      expect(await records().deleteInvitesBefore(new Date('2020-01-01T00:00:00.000Z'))).toBe(0);
      expect(await records().deleteInvitesBefore(new Date('2020-01-01T00:00:00.001Z'))).toBe(1);
      const ids = (await records().invites()).map(({ id }) => id);
      expect([ids.includes(expired.invite.id), ids.includes(last.invite.id)]).toEqual([false, true]);
    });

    it('let in as many people as they say when ten come at once', async () => {
      const { sha256, invite } = await invited({ maxUses: 3 });
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => join(sha256)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(invalid);
      expect((await records().invites()).find(({ id }) => id === invite.id)).toMatchObject({ uses: 3 });
      expect(await records().usableInvite(sha256, new Date())).toBeNull();
    });

    it('count no use if the account cannot be created', async () => {
      const { sha256 } = await invited();
      const { email } = await newPerson(records());
      const taken = { email, name: 'Eve', passwordHash: 'a hash', generatedKey: hex(), invite: sha256 };
      await expect(records().createPerson(taken)).rejects.toMatchObject({ code: 'email_taken' });
      expect(await records().usableInvite(sha256, new Date())).toMatchObject({ uses: 0 });
    });

    it('are valid in time, and while their creator is an administrator', async () => {
      const expired = await invited({ expiresAt: new Date(Date.now() - 1) });
      await expect(join(expired.sha256)).rejects.toMatchObject(invalid);
      const { sha256, createdBy } = await invited();
      await records().changeRole(createdBy, 'member');
      expect(await records().usableInvite(sha256, new Date())).toBeNull();
      await expect(join(sha256)).rejects.toMatchObject(invalid);
      await records().changeRole(createdBy, 'admin');
      expect(await join(sha256)).toMatchObject({ role: 'member' });
      await records().changeRole(createdBy, 'member');
    });
  });
}
