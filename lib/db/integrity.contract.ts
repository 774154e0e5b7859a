import { afterEach, describe, expect, it, vi } from 'vitest';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;
const LONG_AGO = new Date(0);

/** Rules that hold between tables, and between callers. */
export function recordIntegrityContract(records: () => Records): void {
  const newKey = (fields = {}) => ({
    sha256: hex(32),
    lastFour: 'wxyz',
    label: 'phone',
    scopes: ['avatar:read' as const],
    expiresAt: null,
    ...fields,
  });

  describe('rows', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('belong to a person who exists', async () => {
      await expect(records().createKey({ userId: UNKNOWN_ID, ...newKey() })).rejects.toThrow();
      await expect(records().claimIdempotencyKey(UNKNOWN_ID, 'k', 'PUT /x', LONG_AGO)).rejects.toThrow();
      await expect(records().openFamily({ id: hex(16), userId: UNKNOWN_ID, issuer: 'ulule', expiresAt: new Date() })).rejects.toThrow();
    });

    it('have keys, hashes and names that no other row has; a change that would repeat one changes nothing', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const { avatar } = await records().save(ada.id, newAvatar());
      await expect(records().save(eve.id, newAvatar({ key: avatar?.key ?? '' }))).rejects.toThrow();
      expect(await records().stateOf(eve.id)).toMatchObject({ version: 1, avatar: null });

      const [first, second] = [hex(32), hex(32)];
      for (const sha256 of [first, second]) await records().createKey({ userId: ada.id, ...newKey({ sha256 }) });
      await expect(records().createKey({ userId: eve.id, ...newKey({ sha256: first }) })).rejects.toThrow();
      await expect(records().renewKey(first, { sha256: second, lastFour: 'next' })).rejects.toThrow();
      expect(await records().keyBySha256(first)).toMatchObject({ key: { userId: ada.id, lastFour: 'wxyz' } });

      const family = { id: hex(16), userId: ada.id, issuer: 'ulule', expiresAt: new Date(Date.now() + 60_000) };
      await records().openFamily(family);
      await expect(records().openFamily({ ...family, userId: eve.id })).rejects.toThrow();
      await expect(records().storeResponse(ada.id, 'never claimed', { status: 200, headers: {}, body: '' })).rejects.toThrow();
    });

    it('have ids that go up and are never used again', async () => {
      const { id } = await newPerson(records());
      const ids: number[] = [];
      for (let count = 0; count < 3; count += 1) {
        const key = await records().createKey({ userId: id, ...newKey() });
        await records().deleteKey(id, key.id);
        ids.push(key.id);
      }
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    });

    it('are found by e-mail address and network as these are spelled', async () => {
      const { email } = await newPerson(records());
      expect(await records().personByEmail(email.toUpperCase(), 'any')).toBeNull();
      await records().addNetwork(email.toUpperCase(), 'home', new Date());
      expect(await records().isKnownNetwork(email, 'home')).toBe(false);
      await records().addNetwork(email, 'home', new Date());
      expect([await records().isKnownNetwork(email, 'Home'), await records().isKnownNetwork(email, 'home')]).toEqual([false, true]);
    });

    it('hold text in every script, and none with U+0000', async () => {
      const { id } = await newPerson(records());
      const alt = 'Zoë 🐎 \u202e\u200b é é';
      expect(await records().save(id, newAvatar({ alt }))).toMatchObject({ avatar: { alt } });
      await expect(records().describe(id, 'a\0b')).rejects.toThrow();
      await expect(records().save(id, newAvatar({ fileName: 'a\0b.png' }))).rejects.toThrow();
      await expect(records().personByEmail('a\0b@example.org', 'any')).rejects.toThrow();
      expect(await records().stateOf(id)).toMatchObject({ version: 2, avatar: { alt } });
    });

    it('keep what they were given, and give what they keep, whatever callers do to their objects', async () => {
      const { id } = await newPerson(records());
      const avatar = newAvatar();
      const { x } = avatar.crop;
      const saved = await records().save(id, avatar);
      avatar.crop.x = -1;
      for (const given of [saved, await records().stateOf(id)]) {
        if (given?.avatar) Object.assign(given.avatar.crop, { x: -1 });
        given?.avatar?.createdAt.setTime(0);
        given?.person.createdAt.setTime(0);
      }
      const found = await records().stateOf(id);
      expect(found?.avatar?.crop.x).toBe(x);
      expect(found?.avatar?.createdAt.getTime()).toBeGreaterThan(0);
      expect(found?.person.createdAt.getTime()).toBeGreaterThan(0);

      const key = newKey({ expiresAt: new Date('2030-01-01T00:00:00.000Z') });
      await records().createKey({ userId: id, ...key });
      key.scopes.length = 0;
      const [listed] = await records().keysOf(id);
      listed?.expiresAt?.setTime(0);
      expect(await records().keysOf(id)).toMatchObject([{ scopes: ['avatar:read'], expiresAt: new Date('2030-01-01T00:00:00.000Z') }]);

      const reply = { status: 200, headers: { etag: '"a1v2"' }, body: '{}' };
      await records().claimIdempotencyKey(id, 'k', 'PUT /x', LONG_AGO);
      await records().storeResponse(id, 'k', reply);
      reply.headers.etag = 'changed';
      expect(await records().claimIdempotencyKey(id, 'k', 'PUT /x', LONG_AGO)).toMatchObject({ headers: { etag: '"a1v2"' } });
    });
  });

  describe('refusals', () => {
    it('have the words that people read', async () => {
      const { id, email } = await newPerson(records());
      const again = records().createPerson({ email, name: 'Eve', passwordHash: 'a hash', generatedKey: hex() });
      await expect(again).rejects.toMatchObject({
        code: 'email_taken',
        message: 'An account with this e-mail address already exists.',
        details: { fields: { email: 'An account with this e-mail address already exists. Sign in instead.' } },
      });
      const changed = 'The picture has changed since you read it. Fetch the current version, then try again.';
      await expect(records().point(id, null, 7)).rejects.toMatchObject({ code: 'precondition_failed', message: changed });
      await expect(records().point(id, UNKNOWN_ID)).rejects.toMatchObject({ message: 'Version 2000000000 of this picture not found.' });
      await expect(records().point(UNKNOWN_ID, null)).rejects.toMatchObject({ message: 'User 2000000000 not found.' });
      await expect(records().describe(id, 'x')).rejects.toMatchObject({ message: 'There is no picture to describe. Upload one first.' });
      for (let count = 0; count < 50; count += 1) await records().createKey({ userId: id, ...newKey() });
      await expect(records().createKey({ userId: id, ...newKey() })).rejects.toMatchObject({
        code: 'too_many_keys',
        message: 'Too many API keys: expected at most 50. Delete one that you no longer use.',
      });
    });
  });

  describe('a claim', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('without a reply is given up after five minutes, and one with a reply is kept', async () => {
      const { id } = await newPerson(records());
      for (const key of ['left', 'finished']) await records().claimIdempotencyKey(id, key, 'PUT /x', LONG_AGO);
      await records().storeResponse(id, 'finished', { status: 204, headers: {}, body: '' });
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 290_000 });
      expect(await records().claimIdempotencyKey(id, 'left', 'PUT /x', LONG_AGO)).toBe('in-progress');
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 });
      expect(await records().claimIdempotencyKey(id, 'left', 'PUT /y', LONG_AGO)).toBe('claimed');
      expect(await records().claimIdempotencyKey(id, 'finished', 'PUT /x', LONG_AGO)).toEqual({ status: 204, headers: {}, body: '' });
    });
  });
}
