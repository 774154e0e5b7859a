import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, openEmbeddedDatabase } from './client';
import { migrate } from './migrate';
import { databaseRecords } from './records';

/** The newest migration of the release before accounts had sessions, several addresses and administrators by a code. */
const LAST_OF_RELEASE = '20261128175649_rate_limits';

const names = readdirSync('prisma/migrations')
  .filter((name) => /^\d/.test(name))
  .sort();
const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

async function openEmpty(): Promise<Database> {
  const database = await openEmbeddedDatabase(undefined, (message) => {
    throw new Error(message);
  });
  onTestFinished(() => database.close());
  return database;
}

it('a database of the release before keeps everybody’s account, key, picture, version, tokens and the policy', async () => {
  const { adapter, db, read } = await openEmpty();
  await migrate(adapter, undefined, names.slice(0, names.indexOf(LAST_OF_RELEASE) + 1));
  const ascii = 'grace@xn--mnchen-3ya.example';
  const people = [
    { email: 'ada@example.org', name: 'Ada', role: 'admin', unicode: null, generatedKey: hex(20) },
    { email: ascii, name: 'Grace', role: 'member', unicode: 'grace@münchen.example', generatedKey: hex(20) },
  ] as const;
  for (const { email, name, role, unicode, generatedKey } of people) {
    const unicodeHash = (algorithm: string) => (unicode === null ? null : hash(algorithm, unicode));
    await db.$executeRawUnsafe(
      `INSERT INTO "User" ("email", "emailMd5", "emailSha256", "unicodeMd5", "unicodeSha256", "name", "role", "passwordHash", "avatarSource", "avatarVersion", "generatedKey")
       VALUES ($1, $2, $3, $4, $5, $6, $7::"Role", 'a hash', 'upload', 7, $8)`,
      ...[email, hash('md5', email), hash('sha256', email), unicodeHash('md5'), unicodeHash('sha256'), name, role, generatedKey],
    );
  }
  const [earlier, current] = [hex(20), hex(20)];
  for (const key of [earlier, current]) {
    await db.$executeRawUnsafe(
      `INSERT INTO "Avatar" ("userId", "key", "originalKey", "fileName", "sourceSha256", "sourceBytes", "format", "width", "height", "frames",
         "cropX", "cropY", "cropWidth", "cropHeight", "cropRotate", "alt", "thumbhash", "color")
       VALUES (2, $1, $1, 'me.jpg', $2, 1234, 'jpeg', 600, 400, 1, 100, 0, 400, 400, 7, 'Grace, smiling', 'AAAA', '#102030')`,
      key,
      hex(32),
    );
  }
  await db.$executeRaw`UPDATE "User" SET "currentAvatarId" = (SELECT "id" FROM "Avatar" WHERE "key" = ${current}) WHERE "id" = 2`;
  const secret = hex(32);
  await db.$executeRaw`INSERT INTO "ApiKey" ("userId", "sha256", "lastFour", "label", "scopes") VALUES (2, ${secret}, 'wxyz', 'phone', '{avatar:read}')`;
  await db.$executeRaw`INSERT INTO "TokenFamily" ("id", "userId", "issuer", "expiresAt") VALUES ('family', 2, 'ulule', now() + interval '1 day')`;
  await db.$executeRaw`INSERT INTO "KnownNetwork" ("userId", "hash", "seenAt") VALUES (2, 'home', now())`;
  await db.$executeRaw`INSERT INTO "Policy" ("maxAvatarBytes", "acceptedFormats") VALUES (20000, '{png,jpeg}')`;

  expect(await migrate(adapter)).toEqual(names.slice(names.indexOf(LAST_OF_RELEASE) + 1));

  const records = databaseRecords({ db, read });
  expect(await records.personByEmail('ada@example.org', 'any')).toMatchObject({
    id: 1,
    name: 'Ada',
    role: 'admin',
    passwordHash: 'a hash',
  });
  expect(await records.hasAdministrator()).toBe(true);
  const grace = await records.stateOf(2);
  expect(grace).toMatchObject({
    person: { id: 2, email: ascii, name: 'Grace', role: 'member', disabledAt: null },
    source: 'upload',
    version: 7,
    generatedKey: people[1].generatedKey,
    avatar: { key: current, alt: 'Grace, smiling', crop: { x: 100, y: 0, width: 400, height: 400, rotate: 7 } },
  });
  for (const spelling of [ascii, people[1].unicode]) {
    for (const algorithm of ['md5', 'sha256'])
      expect(await records.stateByEmailHash(hash(algorithm, spelling), 'any')).toEqual({ ...grace, shows: 'account' });
  }
  expect(await records.stateByEmailHash(hash('sha256', ascii), 'proved')).toBeNull();
  expect(await records.addressesOf(2)).toMatchObject([{ email: ascii, proof: 'assumed', isPrimary: true, hashLookup: true }]);
  expect((await records.history(2)).map(({ key }) => key).sort()).toEqual([earlier, current].sort());
  expect(await records.keyBySha256(secret)).toMatchObject({ key: { label: 'phone', scopes: ['avatar:read'] }, person: { id: 2 } });
  expect(await records.isAlive('family', 'ulule')).toBe(true);
  expect(await records.isKnownNetwork(ascii, 'home')).toBe(true);
  expect(await records.policy()).toMatchObject({ maxAvatarBytes: 20_000, acceptedFormats: ['png', 'jpeg'], registration: 'open' });
  const added = await records.createPerson({ email: 'new@example.org', name: 'New', passwordHash: '', generatedKey: hex(20) });
  expect(added).toMatchObject({ id: 3, role: 'member' });
});
