// Writes the next migration: the difference between prisma/schema.prisma and the copy beside the SQL of the last migration.
// Usage: npm run db:diff -- add-locks
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedDatabase } from '@/lib/db/client';
import { NO_FILTERS } from '@/lib/db/migrate';
import { schemaEngine } from '@/lib/db/schema-engine';

const name = process.argv[2];
if (!name || !/^[a-z0-9-]+$/.test(name)) {
  console.error('Give the migration a name of small letters, digits and hyphens: npm run db:diff -- add-locks');
  process.exit(1);
}

const migrations = 'prisma/migrations';
const last = readdirSync(migrations)
  .filter((entry) => existsSync(join(migrations, entry, 'schema.prisma')))
  .sort()
  .at(-1);
const datamodel = (path: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'schema.prisma', content: readFileSync(path, 'utf8') }],
});

// The engine needs a connection even to compare two files. An in-memory database is the cheapest.
const database = await openEmbeddedDatabase(undefined, (message) => console.error(message));
const engine = await schemaEngine(database.adapter);
const { stdout } = await engine.diff({
  from: last ? datamodel(join(migrations, last, 'schema.prisma')) : { tag: 'empty' },
  to: datamodel('prisma/schema.prisma'),
  script: true,
  exitCode: null,
  filters: NO_FILTERS,
});
await database.close();

if (!stdout || /^\s*-- This is an empty migration/.test(stdout)) {
  console.log('Nothing to do: the schema is what the last migration left.');
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(migrations, `${stamp}_${name.replaceAll('-', '_')}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), stdout);
  cpSync('prisma/schema.prisma', join(folder, 'schema.prisma'));
  console.log(`Wrote ${folder}/migration.sql. Read it, then run npm run db:migrate or start the server.`);
}
