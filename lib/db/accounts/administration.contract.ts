import { afterEach, describe, expect, it, vi } from 'vitest';
import { hex, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;
const LAST = { code: 'last_administrator' };
const DISABLED = { code: 'account_disabled' };

/** Rules for the records that administrators manage people by. */
export function administrationRecordsContract(records: () => Records): void {
  const inAnHour = () => new Date(Date.now() + 60 * 60 * 1000);
  const everyone = { words: [] };
  const idsOf = async (words: string[], filter = {}) =>
    (await records().listPeople({ words, ...filter }, { limit: 100 })).map(({ id }) => id);
  const newcomer = async (name: string, email: string) =>
    (await records().createPerson({ email, name, passwordHash: 'a hash', generatedKey: hex() })).id;

  /** The ids of the administrators who can sign in. */
  const administrators = () => idsOf([], { role: 'admin', state: 'enabled' });

  describe('the list of people', () => {
    it('finds words by their beginnings, in the name and in every part of the address, in any case', async () => {
      const mark = `q${hex(6)}`;
      const ada = await newcomer(`Ada ${mark} O’Brien`, `ada.king+${mark}@maths-${mark}.example`);
      const emile = await newcomer(`ÉMILE ${mark}`, `e-${mark}@example.org`);
      const found = async (...words: string[]) => idsOf([mark, ...words]);
      expect(await found()).toEqual([emile, ada]);
      expect([await found('ad'), await found('king'), await found('maths'), await found('émi')]).toEqual([[ada], [ada], [ada], [emile]]);
      expect([await found('da'), await found('ada', 'émile'), await found('ada', 'ki')]).toEqual([[], [], [ada]]);
      expect(await records().countMatching({ words: [mark] })).toBe(2);
    });

    it('has names by id, without those of people who do not exist', async () => {
      const [ada, bob] = [await newcomer('Ada', `${hex(6)}@example.org`), await newcomer('Bob', `${hex(6)}@example.org`)];
      expect(await records().namesOf([ada, bob, UNKNOWN_ID])).toEqual(
        new Map([
          [ada, 'Ada'],
          [bob, 'Bob'],
        ]),
      );
      expect(await records().namesOf([])).toEqual(new Map());
    });

    it('has pages, newest accounts first, and filters for role and state', async () => {
      const mark = `q${hex(6)}`;
      const ids: number[] = [];
      for (let at = 0; at < 5; at += 1) ids.unshift(await newcomer(`${mark} ${at}`, `${hex(6)}@example.org`));
      const filter = { words: [mark] };
      const page = async (before?: number) => (await records().listPeople(filter, { before, limit: 2 })).map(({ id }) => id);
      expect([await page(), await page(ids[1]), await page(ids[3])]).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
      const [first = 0, second = 0] = ids;
      const before = await records().countPeople();
      await records().changePerson(first, { disabled: true });
      await records().changePerson(second, { role: 'admin' });
      expect(await idsOf([mark], { state: 'disabled' })).toEqual([first]);
      expect(await idsOf([mark], { state: 'enabled', role: 'admin' })).toEqual([second]);
      expect(await records().countMatching({ words: [mark], role: 'member', state: 'enabled' })).toBe(3);
      const { people, administrators, disabled } = before;
      expect(await records().countPeople()).toEqual({ people, administrators: administrators + 1, disabled: disabled + 1 });
      expect(await records().countMatching(everyone)).toBe(people);
      await records().changePerson(second, { role: 'member' });
    });
  });

  describe('the count of what has expired', () => {
    it('has rows of each kind from their own dates on', async () => {
      const [expiresAt, now] = [new Date('2099-01-01T00:00:00.000Z'), new Date('2099-01-01T00:00:00.001Z')];
      const dates = { now, invitesBefore: now, auditBefore: new Date(0), messagesBefore: now };
      const { id: userId, email } = await newPerson(records());
      const before = await records().countExpired(dates);
      const message = { id: hex(16), to: email, subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
      await records().openSession({ id: hex(16), userId, userAgent: 'a browser', address: '192.0.2.1', expiresAt });
      await records().createLink({ sha256: hex(32), purpose: 'verify-address', userId, email, data: null, expiresAt });
      await records().createInvite({ createdBy: userId, sha256: hex(32), role: 'member', email: null, maxUses: 1, expiresAt });
      await records().queueMessage({ ...message, createdAt: expiresAt, expiresAt });
      await records().scheduleDeletion(userId, expiresAt);
      const { sessions, links, invites, messages, accounts } = before;
      expect(await records().countExpired(dates)).toEqual({
        sessions: sessions + 1,
        links: links + 1,
        invites: invites + 1,
        auditEntries: 0,
        messages: messages + 1,
        accounts: accounts + 1,
      });
      await records().appendAudit({ actor: 'command', actorId: null, action: 'swept', subjectId: null, address: null, details: {} });
      const others = await records().countExpired({
        now: new Date(0),
        invitesBefore: expiresAt,
        auditBefore: now,
        messagesBefore: expiresAt,
      });
      expect(others).toMatchObject({ sessions: 0, links: 0, invites, messages, accounts: 0 });
      expect(others.auditEntries).toBeGreaterThan(0);
      await records().erase(userId);
      await records().deleteMessages({ to: email });
    });
  });

  describe('a disabled account', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('has no session and no token family, and opens none until it is enabled', async () => {
      const { id: userId, email } = await newPerson(records());
      const [session, family, ended] = [hex(16), hex(16), hex(16)];
      const sha256 = hex(32);
      const from = { userAgent: '', address: '' };
      const key = { userId, sha256, lastFour: 'wxyz', label: 'phone', scopes: [], expiresAt: null };
      await records().createKey(key);
      await records().openSession({ id: session, userId, ...from, expiresAt: inAnHour() });
      for (const id of [family, ended]) await records().openFamily({ id, userId, issuer: 'ulule', expiresAt: inAnHour() });
      await records().endSession(userId, ended);
      // A family that ended in the same millisecond would count as one that was open.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });

      const disabled = await records().changePerson(userId, { disabled: true });
      expect(disabled).toMatchObject({ id: userId, disabledAt: expect.any(Date) });
      expect([await records().sessionById(session), await records().isAlive(family, 'ulule'), await records().sessionsOf(userId)]).toEqual([
        null,
        false,
        [],
      ]);
      expect([await records().isDisabled(family), await records().isDisabled(ended), await records().isDisabled(hex(16))]).toEqual([
        true,
        false,
        false,
      ]);
      expect(await records().rotate({ id: family, userId, issuer: 'ulule', serial: 1, expiresAt: inAnHour() })).toBeNull();
      await expect(records().openSession({ id: hex(16), userId, ...from, expiresAt: inAnHour() })).rejects.toMatchObject(DISABLED);
      await expect(records().openFamily({ id: hex(16), userId, issuer: 'ulule', expiresAt: inAnHour() })).rejects.toMatchObject(DISABLED);
      await expect(records().createKey({ ...key, sha256: hex(32) })).rejects.toMatchObject(DISABLED);
      expect(await records().keyBySha256(sha256)).toMatchObject({ person: { disabledAt: disabled.disabledAt } });
      expect(await records().personByEmail(email, 'any')).toMatchObject({ disabledAt: disabled.disabledAt });
      // Doing it again changes nothing.
      expect(await records().changePerson(userId, { disabled: true })).toEqual(disabled);

      expect(await records().changePerson(userId, { disabled: false })).toMatchObject({ disabledAt: null });
      expect([await records().isAlive(family, 'ulule'), await records().isDisabled(family)]).toEqual([false, false]);
      expect(await records().keyBySha256(sha256)).toMatchObject({ person: { disabledAt: null } });
    });

    it('is one that exists', async () => {
      await expect(records().changePerson(UNKNOWN_ID, { disabled: true })).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('the last administrator', () => {
    it('cannot be demoted, disabled or erased', async () => {
      const [admin = 0, ...others] = await administrators();
      expect(others).toEqual([]);
      const retired = await newPerson(records());
      await records().changePerson(retired.id, { role: 'admin' });
      await records().changePerson(retired.id, { disabled: true });
      for (const change of [{ role: 'member' as const }, { disabled: true }])
        await expect(records().changePerson(admin, change)).rejects.toMatchObject(LAST);
      await expect(records().erase(admin)).rejects.toMatchObject({ code: 'forbidden' });
      expect(await records().changePerson(admin, { role: 'admin', disabled: false })).toMatchObject({ role: 'admin', disabledAt: null });
      expect(await administrators()).toEqual([admin]);
      await records().changePerson(retired.id, { role: 'member' });
    });

    it('is one whose account stays: another that is about to be deleted does not count', async () => {
      const [admin = 0] = await administrators();
      const { id: leaving } = await newPerson(records());
      await records().changePerson(leaving, { role: 'admin' });
      const at = new Date(Date.now() + 60_000);
      await records().scheduleDeletion(leaving, at);
      await expect(records().changePerson(admin, { role: 'member' })).rejects.toMatchObject(LAST);
      await expect(records().changeRole(admin, 'member')).rejects.toMatchObject(LAST);
      await expect(records().scheduleDeletion(admin, at)).rejects.toMatchObject({ code: 'forbidden' });
      expect(await records().erase(leaving, at)).not.toBeNull();
      expect(await administrators()).toEqual([admin]);
    });

    it('is left if several are demoted and disabled at once', async () => {
      const [admin = 0] = await administrators();
      const { id: another } = await newPerson(records());
      await records().changePerson(another, { role: 'admin' });
      const outcomes = await Promise.allSettled([
        records().changePerson(admin, { role: 'member' }),
        records().changePerson(another, { disabled: true }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: LAST });
      expect(await administrators()).toHaveLength(1);
      await records().changePerson(admin, { role: 'admin' });
      await records().changePerson(another, { role: 'member' });
      expect(await administrators()).toEqual([admin]);
    });
  });
}
