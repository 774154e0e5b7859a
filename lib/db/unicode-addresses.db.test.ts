import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainToUnicode } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyDatabase } from '@/testing/migrated-database';

const FOLDERS = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const THIS = FOLDERS.findIndex((name) => name.endsWith('domains_and_networks'));
const sqlOf = (folder: string) => readFileSync(join('prisma/migrations', folder, 'migration.sql'), 'utf8');

let pglite: PGlite;
beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: await emptyDatabase() });
  for (const folder of FOLDERS.slice(0, THIS)) await pglite.exec(sqlOf(folder));
});
afterAll(() => pglite.close());

const DOMAINS = [
  'xn--mnchen-3ya.example',
  'mail.xn--mnchen-3ya.xn--p1ai',
  'xn--fa-hia.de',
  'xn--fiqs8s.xn--fiqs8s',
  'xn--n3h.net',
  'xn--b1abfaaepdrnnbgefbadotcwatmq2g4l.example',
  'xn--mgbh0fb.xn--kgbechtv',
];

it('the migration hashes the Unicode spelling of existing addresses like Node does, and skips malformed ones', async () => {
  const people = [
    ...DOMAINS,
    'example.org',
    'xn--mnchen-3y.example',
    'xn--.example',
    'xn--m~.example',
    'xn--99999999999999999999.example',
    'not-xn--mnchen-3ya.example',
  ];
  for (const [at, domain] of people.entries()) {
    await pglite.query(
      `INSERT INTO "User" (email, "emailMd5", "emailSha256", name, "passwordHash", "generatedKey") VALUES ($1, $2, $2, 'Ada', 'x', $2)`,
      [`ada@${domain}`, String(at)],
    );
  }
  // Statement by statement, like the driver for servers.
  for (const statement of sqlOf(FOLDERS[THIS] ?? '').split(';')) await pglite.exec(statement);
  const { rows } = await pglite.query(`SELECT email, "unicodeMd5" AS md5, "unicodeSha256" AS sha256 FROM "User" ORDER BY id`);
  const hash = (algorithm: string, domain: string) =>
    createHash(algorithm)
      .update(`ada@${domainToUnicode(domain)}`)
      .digest('hex');
  expect(rows).toEqual(
    people.map((domain) => ({
      email: `ada@${domain}`,
      md5: DOMAINS.includes(domain) ? hash('md5', domain) : null,
      sha256: DOMAINS.includes(domain) ? hash('sha256', domain) : null,
    })),
  );
});
