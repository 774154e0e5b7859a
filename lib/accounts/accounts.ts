import { createHash, randomBytes, randomInt } from 'node:crypto';
import { AvatarError, accountDisabled } from '@/lib/errors';
import { visibleText } from '@/lib/text';
import { createAddresses } from './addresses/addresses';
import type { RequiredProof } from './addresses/ports';
import { requireUncommonPassword } from './common-passwords';
import { canonicalEmail } from './email';
import { type Passwords, passwords } from './password';
import { type AccountRecords, type Accounts, type Person, SCOPES, type StoredPerson } from './ports';
import { createSessions } from './sessions/sessions';

/**
 * @param proof which addresses people are looked up by; `proved` where addresses are verified
 * @param onRefused called with a person whose password is right and whose account is disabled
 */
export function createAccounts(
  records: AccountRecords,
  { hashPassword, passwordMatches }: Passwords = passwords,
  proof: RequiredProof = 'any',
  onRefused: (userId: number) => Promise<void> = async () => {},
): Accounts {
  return {
    async open({ email, name, password, ...grants }) {
      await requireUncommonPassword({ email: canonicalEmail(email), name, password });
      const generatedKey = randomBytes(20).toString('hex');
      return records.createPerson({
        email: canonicalEmail(email),
        name: visibleText(name),
        passwordHash: await hashPassword(password),
        generatedKey,
        ...grants,
      });
    },
    async signIn(email, password) {
      const stored = await records.personByEmail(canonicalEmail(email), 'any');
      if (!(await passwordMatches(password, stored?.passwordHash ?? undefined)) || !stored) return null;
      if (stored.disabledAt) {
        await onRefused(stored.id);
        throw accountDisabled();
      }
      const { passwordHash: _, ...signedIn } = stored;
      return signedIn;
    },
    knownNetworks: (userId) => records.knownNetworksOf(userId),
    person: (userId) => records.personById(userId),
    async signInMethods(userId) {
      const stored = await records.storedPerson(userId);
      if (!stored) return null;
      const { passwordHash, ...person } = stored;
      return { person, hasPassword: passwordHash !== null };
    },
    async personByEmail(email) {
      const stored = await records.personByEmail(canonicalEmail(email), proof);
      return stored && withoutPassword(stored);
    },
    changeRole: (userId, role, setupCode) => records.changeRole(userId, role, setupCode),
    changeProfile: (userId, { name, publicName, ...change }) =>
      records.changeProfile(userId, {
        ...change,
        ...(name !== undefined && { name: visibleText(name) }),
        ...(publicName !== undefined && { publicName: publicName && visibleText(publicName) }),
      }),
    async changePassword({ id, email, name, passwordVersion }, password, keep) {
      await requireUncommonPassword({ email, name, password }, 'newPassword');
      return records.changePassword(id, { passwordVersion, passwordHash: await hashPassword(password), keep });
    },
    sessions: createSessions(records),
    addresses: createAddresses(records, proof),
    identities: {
      list: (userId) => records.identitiesOf(userId),
      async remove(userId, id) {
        if (await records.removeIdentity(userId, id)) return;
        throw new AvatarError('not_found', `Identity ${id} not found.`);
      },
    },
    keys: {
      async create(userId, { label, scopes = SCOPES, expiresAt = null, passwordVersion }) {
        const secret = newApiKey();
        const key = await records.createKey({
          userId,
          passwordVersion,
          sha256: hashApiKey(secret),
          lastFour: secret.slice(-4),
          label,
          scopes,
          expiresAt,
        });
        return { secret, key };
      },
      list: (userId) => records.keysOf(userId),
      async revoke(userId, keyId) {
        if (await records.deleteKey(userId, keyId)) return;
        throw new AvatarError('not_found', `API key ${keyId} not found.`);
      },
      async renew(secret) {
        const next = newApiKey();
        const renewed = await records.renewKey(hashApiKey(secret), { sha256: hashApiKey(next), lastFour: next.slice(-4) });
        return renewed === null ? null : next;
      },
    },
  };
}

function withoutPassword({ passwordHash: _hash, passwordVersion: _version, ...person }: StoredPerson): Person {
  return person;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Format of API keys: Zulip clients accept no other. */
export const API_KEY_FORMAT = /^[A-Za-z0-9]{32}$/;

function newApiKey(): string {
  return Array.from({ length: 32 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** A plain SHA-256 is enough: the key has 190 bits of entropy. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
