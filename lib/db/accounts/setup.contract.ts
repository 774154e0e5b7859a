import { describe, expect, it } from 'vitest';
import { hex, newPerson, type Records } from '@/testing/records';

/** The contract of the setup code. The records have no administrator at its start, and have one at its end. */
export function setupRecordsContract(records: () => Records): void {
  const create = (fields: { setupCode?: string } = {}) =>
    records().createPerson({
      email: `${hex(8)}@example.org`,
      name: 'Ada',
      passwordHash: 'a hash',
      generatedKey: hex(),
      role: 'admin',
      ...fields,
    });

  describe('the setup code', () => {
    it('makes no administrator of a person who signs up, not even of the first', async () => {
      expect(await records().personById((await newPerson(records())).id)).toMatchObject({ role: 'member' });
      expect([await records().setupCode(), await records().hasAdministrator()]).toEqual([null, false]);
    });

    it('is the last one that was created, unless an earlier one is to be kept', async () => {
      const [first, second] = [hex(32), hex(32)];
      expect(await records().replaceSetupCode(first, null)).toBe(true);
      expect(await records().replaceSetupCode(second, new Date(0))).toBe(false);
      expect(await records().setupCode()).toBe(first);
      expect(await records().replaceSetupCode(second, new Date(Date.now() + 60_000))).toBe(true);
      expect(await records().replaceSetupCode(first, null)).toBe(true);
      expect(await records().setupCode()).toBe(first);
    });

    it('is not used up by a person who cannot be created', async () => {
      const code = (await records().setupCode()) ?? '';
      const { email } = await newPerson(records());
      const taken = { email, name: 'Eve', passwordHash: 'a hash', generatedKey: hex(), role: 'admin', setupCode: code } as const;
      await expect(records().createPerson(taken)).rejects.toMatchObject({ code: 'email_taken' });
      await expect(records().changeRole(2_000_000_000, 'admin', code)).rejects.toMatchObject({ code: 'not_found' });
      expect(await records().setupCode()).toBe(code);
      await expect(create({ setupCode: hex(32) })).rejects.toMatchObject({ code: 'not_found' });
    });

    it('makes one administrator when ten people use it at once', async () => {
      const code = (await records().setupCode()) ?? '';
      const { id } = await newPerson(records());
      const attempts = [...Array.from({ length: 9 }, () => create({ setupCode: code })), records().changeRole(id, 'admin', code)];
      const outcomes = await Promise.allSettled(attempts);
      const administrators = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(administrators).toEqual([expect.objectContaining({ role: 'admin' })]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'not_found' });
      expect([await records().setupCode(), await records().hasAdministrator()]).toEqual([null, true]);
      expect(await records().replaceSetupCode(hex(32), null)).toBe(false);

      // The last administrator stays one; a second one may go.
      const [first] = administrators;
      if (!first) throw new Error('Expected an administrator');
      await expect(records().changeRole(first.id, 'member')).rejects.toMatchObject({ code: 'last_administrator' });
      const second = await newPerson(records());
      expect(await records().changeRole(second.id, 'member')).toMatchObject({ id: second.id, role: 'member' });
      expect(await records().changeRole(second.id, 'admin')).toMatchObject({ id: second.id, role: 'admin' });
      const both = await Promise.allSettled([first.id, second.id].map((userId) => records().changeRole(userId, 'member')));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(records().changeRole(2_000_000_000, 'member')).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
