import { describe, expect, it } from 'vitest';
import { sharedRecords } from '@/testing/memory/records';
import { cheapPasswords } from '@/testing/passwords';
import { hex } from '@/testing/records';
import { API_KEY_FORMAT, createAccounts, hashApiKey } from './accounts';
import type { AccountRecords } from './ports';

const records = sharedRecords();
const newEmail = () => `${hex(6)}@example.org`;
const opened = (email = newEmail(), password = 'correct horse') =>
  createAccounts(records(), cheapPasswords()).open({ email, name: 'Ada', password });

describe('an account', () => {
  it('opens under the trimmed name and the lower-case address', async () => {
    const email = newEmail();
    const accounts = createAccounts(records(), cheapPasswords());
    const person = await accounts.open({ email: ` ${email.toUpperCase()} `, name: ' Ada ', password: 'correct horse' });
    expect(person).toMatchObject({ email, name: 'Ada' });
    await expect(accounts.open({ email, name: 'Eve', password: 'correct horse' })).rejects.toMatchObject({ code: 'email_taken' });
    expect(await accounts.person(person.id)).toEqual(person);
  });

  it('accepts only its own password, for every spelling of the address', async () => {
    const { email, id } = await opened();
    const accounts = createAccounts(records(), cheapPasswords());
    expect(await accounts.signIn(` ${email.toUpperCase()}`, 'correct horse')).toMatchObject({ id, email });
    expect(await accounts.signIn(email, 'Correct horse')).toBeNull();
    expect(await accounts.signIn(newEmail(), 'correct horse')).toBeNull();
  });

  it('is found by every spelling of its address', async () => {
    const person = await opened();
    const accounts = createAccounts(records(), cheapPasswords());
    expect(await accounts.personByEmail(` ${person.email.toUpperCase()}`)).toEqual(person);
    expect(await accounts.personByEmail(newEmail())).toBeNull();
  });

  it('leaves its password hash out of the sign-in result', async () => {
    const { email } = await opened();
    expect(JSON.stringify(await createAccounts(records(), cheapPasswords()).signIn(email, 'correct horse'))).not.toContain('argon2');
  });

  it('gets its own generated avatar', async () => {
    const keys = await Promise.all([opened(), opened()].map(async (person) => (await records().stateOf((await person).id))?.generatedKey));
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('an API key', () => {
  it('appears in clear once; the database stores its SHA-256 and its last four characters', async () => {
    const kept: unknown[] = [];
    const watched: AccountRecords = {
      ...records(),
      createKey(key) {
        kept.push(key);
        return records().createKey(key);
      },
    };
    const { id } = await opened();
    const { secret, key } = await createAccounts(watched, cheapPasswords()).keys.create(id, { label: 'phone' });
    expect(secret).toMatch(API_KEY_FORMAT);
    expect(key).toMatchObject({
      userId: id,
      label: 'phone',
      lastFour: secret.slice(-4),
      scopes: ['avatar:read', 'avatar:write'],
      expiresAt: null,
    });
    expect(kept).toMatchObject([{ sha256: hashApiKey(secret) }]);
    expect(JSON.stringify([kept, key, await records().keysOf(id)])).not.toContain(secret);
    expect(await records().keyBySha256(hashApiKey(secret))).toMatchObject({ key: { id: key.id } });
  });

  it('differs on every creation', async () => {
    const { id } = await opened();
    const { keys } = createAccounts(records(), cheapPasswords());
    const secrets = await Promise.all(Array.from({ length: 5 }, async () => (await keys.create(id, { label: 'x' })).secret));
    expect(new Set(secrets).size).toBe(5);
    expect(await keys.list(id)).toHaveLength(5);
  });

  it('can be revoked only by its owner', async () => {
    const [ada, eve] = [await opened(), await opened()];
    const { keys } = createAccounts(records(), cheapPasswords());
    const { key } = await keys.create(ada.id, { label: 'x' });
    await expect(keys.revoke(eve.id, key.id)).rejects.toMatchObject({ code: 'not_found' });
    await keys.revoke(ada.id, key.id);
    await expect(keys.revoke(ada.id, key.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
