import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_API_KEYS, MAX_KNOWN_NETWORKS } from '@/lib/accounts/limits';
import { hex, newPerson, type Records } from '@/testing/records';

const UNKNOWN_ID = 2_000_000_000;

/** The contract of the records of people, API keys and idempotent responses. */
export function accountRecordsContract(records: () => Records): void {
  const signUp = (email: string) => records().createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey: hex() });
  const newKey = (userId: number, fields = {}) =>
    records().createKey({ userId, sha256: hex(32), lastFour: 'wxyz', label: 'phone', scopes: ['avatar:read'], expiresAt: null, ...fields });

  describe('people', () => {
    it('have unique addresses', async () => {
      const { email } = await newPerson(records());
      const taken = { code: 'email_taken', details: { fields: { email: expect.any(String) } } };
      await expect(signUp(email)).rejects.toMatchObject(taken);
      const both = await Promise.allSettled([signUp(`x${email}`), signUp(`x${email}`)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('are found by id, without their password hash, and by address, with it', async () => {
      const { id, email } = await newPerson(records());
      const profile = { name: 'Ada', publicName: null, language: null, timeZone: null };
      const person = { id, email, ...profile, role: 'member', createdAt: expect.any(Date), disabledAt: null };
      expect(await records().personById(id)).toEqual(person);
      expect(await records().personByEmail(email, 'any')).toEqual({ ...person, passwordHash: 'a hash', passwordVersion: 1 });
      expect(await records().personById(UNKNOWN_ID)).toBeNull();
      expect(await records().personByEmail('nobody@example.org', 'any')).toBeNull();
    });

    it('are found by the MD5 and the SHA-256 of their address, without their password hash', async () => {
      const { id, email } = await newPerson(records());
      await newPerson(records());
      for (const algorithm of ['md5', 'sha256']) {
        const hash = createHash(algorithm).update(email).digest('hex');
        expect(await records().stateByEmailHash(hash, 'any')).toEqual({ ...(await records().stateOf(id)), shows: 'account' });
        expect((await records().stateByEmailHash(hash, 'any'))?.person).toEqual({
          id,
          email,
          name: 'Ada',
          publicName: null,
          language: null,
          timeZone: null,
          role: 'member',
          createdAt: expect.any(Date),
          disabledAt: null,
        });
      }
      for (const hash of [hex(16), hex(32), '', 'x']) expect(await records().stateByEmailHash(hash, 'any')).toBeNull();
    });
  });

  it('with an internationalised domain are found by the hashes of both spellings', async () => {
    const email = `${hex(6)}@xn--mnchen-3ya.xn--p1ai`;
    const person = await signUp(email);
    for (const algorithm of ['md5', 'sha256']) {
      for (const spelling of [email, email.replace(/@.*/, '@münchen.рф')]) {
        const hash = createHash(algorithm).update(spelling).digest('hex');
        expect((await records().stateByEmailHash(hash, 'any'))?.person).toEqual(person);
      }
    }
  });

  describe('known networks', () => {
    const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, second));

    it('belong to one account', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      await records().addNetwork(ada.email, 'home', at(1));
      await records().addNetwork(ada.email, 'home', at(2));
      await records().addNetwork('nobody@example.org', 'home', at(1));
      expect(await records().isKnownNetwork(ada.email, 'home')).toBe(true);
      expect(await records().isKnownNetwork(ada.email, 'work')).toBe(false);
      expect(await records().isKnownNetwork(eve.email, 'home')).toBe(false);
      expect(await records().isKnownNetwork('nobody@example.org', 'home')).toBe(false);
    });

    it('are limited per account: a new one replaces the least recently seen', async () => {
      const { id, email } = await newPerson(records());
      for (let second = 0; second < MAX_KNOWN_NETWORKS; second += 1) await records().addNetwork(email, `n${second}`, at(second));
      await records().addNetwork(email, 'n0', at(40));
      await records().addNetwork(email, 'another', at(41));
      const known = (network: string) => records().isKnownNetwork(email, network);
      expect(await Promise.all(['n0', 'n1', 'n2', 'another'].map(known))).toEqual([true, false, true, true]);
      const seen = await records().knownNetworksOf(id);
      expect([seen.length, ...seen.slice(0, 2)]).toEqual([MAX_KNOWN_NETWORKS, { seenAt: at(41) }, { seenAt: at(40) }]);
    });
  });

  describe('API keys', () => {
    it('are found by their hash, with their owner', async () => {
      const { id, email } = await newPerson(records());
      const [sha256, expiresAt] = [hex(32), new Date('2020-01-02T03:04:05.678Z')];
      const key = await newKey(id, { sha256, expiresAt });
      expect(key).toMatchObject({ userId: id, label: 'phone', lastFour: 'wxyz', scopes: ['avatar:read'], lastUsedAt: null, expiresAt });
      expect(await records().keyBySha256(sha256)).toEqual({ key, person: expect.objectContaining({ id, email }) });
      expect(await records().keyBySha256(hex(32))).toBeNull();
    });

    it('are listed for their owner, newest first', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const keys = [await newKey(ada.id), await newKey(ada.id)];
      await newKey(eve.id);
      expect(await records().keysOf(ada.id)).toEqual(keys.toReversed());
    });

    it('can be deleted once, and only by their owner', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      const key = await newKey(ada.id);
      expect(await records().deleteKey(eve.id, key.id)).toBe(false);
      expect(await records().keysOf(ada.id)).toHaveLength(1);
      expect(await records().deleteKey(ada.id, key.id)).toBe(true);
      expect(await records().deleteKey(ada.id, key.id)).toBe(false);
    });

    it('can be renewed once per secret, and keep their other fields', async () => {
      const { id } = await newPerson(records());
      const [old, next] = [hex(32), hex(32)];
      const key = await newKey(id, { sha256: old });
      expect(await records().renewKey(old, { sha256: next, lastFour: 'next' })).toBe(id);
      expect(await records().renewKey(old, { sha256: hex(32), lastFour: 'late' })).toBeNull();
      expect(await records().keyBySha256(old)).toBeNull();
      expect(await records().keyBySha256(next)).toMatchObject({ key: { ...key, lastFour: 'next' } });
    });

    it('record their last use, if they still exist', async () => {
      const { id } = await newPerson(records());
      const key = await newKey(id);
      const when = new Date('2026-05-06T07:08:09.123Z');
      await records().touchKey(key.id, when);
      expect(await records().keysOf(id)).toMatchObject([{ lastUsedAt: when }]);
      await records().touchKey(UNKNOWN_ID, when);
    });

    it('are limited per person, also when several are created at once', async () => {
      const { id } = await newPerson(records());
      for (let at = 0; at < MAX_API_KEYS - 2; at += 1) await newKey(id);
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => newKey(id)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'too_many_keys' });
      }
      expect(await records().keysOf(id)).toHaveLength(MAX_API_KEYS);
      expect(await newKey((await newPerson(records())).id)).toMatchObject({ label: 'phone' });
    });
  });

  describe('idempotent responses', () => {
    const reply = { status: 200, headers: { etag: '"a1v2"' }, body: '{"ä":1}' };
    const longAgo = new Date(0);

    it('are claimed once; later requests wait, then get the same response', async () => {
      const { id } = await newPerson(records());
      const claims = await Promise.all(Array.from({ length: 6 }, () => records().claimIdempotencyKey(id, 'k', 'PUT /x', longAgo)));
      expect(claims.sort()).toEqual(['claimed', ...Array.from({ length: 5 }, () => 'in-progress')]);
      await records().storeResponse(id, 'k', reply);
      expect(await records().claimIdempotencyKey(id, 'k', 'PUT /x', longAgo)).toEqual(reply);
      await records().claimIdempotencyKey(id, 'empty', 'DELETE /x', longAgo);
      await records().storeResponse(id, 'empty', { status: 204, headers: {}, body: '' });
      expect(await records().claimIdempotencyKey(id, 'empty', 'DELETE /x', longAgo)).toEqual({ status: 204, headers: {}, body: '' });
    });

    it('belong to one request of one person', async () => {
      const [ada, eve] = [await newPerson(records()), await newPerson(records())];
      await records().claimIdempotencyKey(ada.id, 'k', 'PUT /x', longAgo);
      expect(await records().claimIdempotencyKey(ada.id, 'k', 'PUT /y', longAgo)).toBe('mismatch');
      expect(await records().claimIdempotencyKey(eve.id, 'k', 'PUT /y', longAgo)).toBe('claimed');
      await records().storeResponse(ada.id, 'k', reply);
      expect(await records().claimIdempotencyKey(ada.id, 'k', 'PUT /y', longAgo)).toBe('mismatch');
    });

    it('can be claimed again after a failure, and after they expire', async () => {
      const { id } = await newPerson(records());
      await records().claimIdempotencyKey(id, 'k', 'PUT /x', longAgo);
      await records().releaseIdempotencyKey(id, 'k');
      expect(await records().claimIdempotencyKey(id, 'k', 'PUT /y', longAgo)).toBe('claimed');
      await records().storeResponse(id, 'k', reply);
      expect(await records().claimIdempotencyKey(id, 'k', 'PUT /z', new Date(Date.now() + 60_000))).toBe('claimed');
      await records().releaseIdempotencyKey(id, 'never claimed');
    });
  });
}
