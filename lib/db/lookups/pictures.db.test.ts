import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openMemory } from '@/testing/database';
import type { Database } from '../client';
import type { Read } from '../prepared';
import { pictureLookups } from './pictures';

const PEOPLE = 5000;
const EMAIL = 'person1234@example.org';
const hash = (algorithm: string) => createHash(algorithm).update(EMAIL).digest('hex');
const KEY = 'k1234';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
  const { db } = database;
  await db.$executeRaw`
    INSERT INTO "User" ("email", "name", "passwordHash", "generatedKey")
    SELECT 'person' || n || '@example.org', 'Ada', 'a hash', 'g' || n FROM generate_series(1, ${PEOPLE}) AS n`;
  await db.$executeRaw`
    INSERT INTO "Avatar" ("userId", "key", "originalKey", "fileName", "sourceSha256", "sourceBytes", "format", "width", "height", "frames",
      "cropX", "cropY", "cropWidth", "cropHeight", "cropRotate", "alt", "thumbhash", "color")
    SELECT "id", 'k' || substr("generatedKey", 2), 'o', 'me.jpg', 'x', 1, 'jpeg', 1, 1, 1, 0, 0, 1, 1, 0, '', '', '#000000' FROM "User"`;
  await db.$executeRaw`
    INSERT INTO "EmailAddress" ("userId", "email", "emailMd5", "emailSha256", "shownAvatarId")
    SELECT "User"."id", "email", md5("email"), encode(sha256("email"::bytea), 'hex'), "Avatar"."id"
    FROM "User" JOIN "Avatar" ON "Avatar"."userId" = "User"."id"`;
  for (const table of ['User', 'Avatar', 'EmailAddress']) await db.$executeRawUnsafe(`ANALYZE "${table}"`);
});
afterAll(() => database.close());

interface Plan {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

function rowsIn({ Plans: plans = [], ...plan }: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return plans.reduce((sum, child) => sum + rowsIn(child), own);
}

it('looks many keys up in a few queries, and tells those of uploads, of drawings and unknown ones apart', async () => {
  const counted = vi.fn<Read>((...query) => database.read(...query));
  const { ownerOf } = pictureLookups(counted);
  const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
  const owners = await Promise.all(numbers.flatMap((n) => [ownerOf(`k${n}`), ownerOf(`g${n}`), ownerOf(`x${n}`)]));
  const named = owners.map((owner) => (owner?.kind === 'upload' ? [owner.userId, owner.avatar.key, owner.current] : owner));
  const ids = await database.read(
    'SELECT "id" FROM "User" WHERE "generatedKey" = ANY($1) ORDER BY length("generatedKey"), "generatedKey"',
    [numbers.map((n) => `g${n}`)],
  );
  const expected = numbers.flatMap((n, index) => {
    const userId = ids[index]?.[0];
    // Each address shows its picture, which counts as current although its person shows a drawing.
    return [[userId, `k${n}`, true], { kind: 'generated', userId }, null];
  });
  expect(named).toEqual(expected);
  expect(counted.mock.calls.length).toBeLessThan(10);
});

it.each<[by: string, ask: (lookups: ReturnType<typeof pictureLookups>) => Promise<object | null>]>([
  ['the MD5 of an address', ({ stateByEmailHash }) => stateByEmailHash(hash('md5'), 'any')],
  ['the SHA-256 of an address', ({ stateByEmailHash }) => stateByEmailHash(hash('sha256'), 'any')],
  ['an address', ({ stateByEmail }) => stateByEmail(EMAIL, 'any')],
  ['the key of a picture', ({ ownerOf }) => ownerOf(KEY)],
])('of thousands of people, one is found by %s in one query that reads a few rows', async (_by, ask) => {
  const asked: Parameters<Read>[] = [];
  const read: Read = (...query) => {
    asked.push(query);
    return database.read(...query);
  };
  expect(await ask(pictureLookups(read))).toMatchObject({ avatar: { key: KEY } });
  const [[sql, values] = expect.unreachable(), ...more] = asked;
  expect(more).toEqual([]);
  const [row] = await database.read(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
  const [explained] = (row ?? []) as [{ Plan: Plan }[]?];
  const rows = explained?.[0] ? rowsIn(explained[0].Plan) : 0;
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(20);
});
