// Accounts on a PostgreSQL server: thousands of them without a request each, some with a picture that was uploaded.
import pg from 'pg';
import { tsImport } from 'tsx/esm/api';
import { put } from './server.mjs';

/** Uploads at a time. */
const UPLOADERS = 4;

/** Email address of person number `n`, as in {@link INSERT}. */
const emailOf = (n) => `person${n}@example.org`;

const hex = (text) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

const INSERT = `
  WITH people AS (SELECT n, 'person' || n || '@example.org' AS email FROM generate_series(1, $1::int) AS n),
  users AS (
    INSERT INTO "User" ("email", "name", "passwordHash", "generatedKey")
    SELECT email, 'Person ' || n, '', left(${hex("'generated ' || n")}, 40) FROM people
    RETURNING "id", "email")
  INSERT INTO "EmailAddress" ("userId", "email", "emailMd5", "emailSha256", "proof", "provedAt")
  SELECT "id", "email", md5("email"), ${hex('"email"')}, 'link', now() FROM users`;

/** Any row of the account may have another id than its number: the person whose key the measurements use has the first. */
const INSERT_KEYS = `
  INSERT INTO "ApiKey" ("userId", "sha256", "lastFour", "label", "scopes")
  SELECT "id", ${hex("lpad(substring(name FROM 8), 32, 'A')")}, '', 'bench', (SELECT "scopes" FROM "ApiKey" LIMIT 1)
  FROM "User" WHERE "email" = ANY($1)`;

/** Starts a PostgreSQL server, passes on the URLs of as many databases, and deletes it. */
export async function withDatabases(count, use) {
  const { startCluster } = await tsImport('../testing/postgres.ts', import.meta.url);
  const cluster = await startCluster();
  try {
    const names = Array.from({ length: count }, (_, index) => `bench${index}`);
    for (const name of names) await query(cluster.url, `CREATE DATABASE ${name}`);
    return await use(...names.map((name) => cluster.url.replace(/\/postgres$/, `/${name}`)));
  } finally {
    await cluster.discard();
  }
}

/** Runs one statement. */
export async function query(url, text, values = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Opens `count` accounts in the database of a server, and uploads the picture for the first `pictures` of them. */
export async function addPeople(server, url, { count, pictures, form }) {
  await query(url, INSERT, [count]);
  const numbers = Array.from({ length: pictures }, (_, index) => index + 1);
  await query(url, INSERT_KEYS, [numbers.map(emailOf)]);
  await query(url, 'ANALYZE');
  const waiting = [...numbers];
  const upload = async () => {
    for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
      const answer = await put({ ...server, key: String(n).padStart(32, 'A') }, form);
      if (answer.status !== 200) throw new Error(`PUT /api/me/avatar answered ${answer.status}: ${answer.body}`);
    }
  };
  await Promise.all(Array.from({ length: UPLOADERS }, upload));
}

/** Keys of the shown pictures, with the ids and hashes of their people. */
export function shownPictures(url) {
  return query(
    url,
    `SELECT "User"."id", "emailSha256" AS "hash", "key" FROM "User" JOIN "EmailAddress" USING ("email")
     JOIN "Avatar" ON "Avatar"."id" = "currentAvatarId" WHERE "email" LIKE 'person%' ORDER BY "User"."id"`,
  );
}

/** Time in milliseconds until a process has heard of changes in the database. Far more than it takes. */
const HEARD_MS = 1_000;

/** Makes processes forget whom they know and what those show: each picture counts as changed. */
export async function forgetPictures(url) {
  await query(url, 'UPDATE "User" SET "avatarVersion" = "avatarVersion" + 1 WHERE "currentAvatarId" IS NOT NULL');
  await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
}
