import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectToServer, type Database } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { databaseRecords } from '@/lib/db/records';
import { createCore } from '@/testing/core';
import { BLUE, GREEN, LATER_MS, RED, sweep, upload } from '@/testing/crash/changes';
import { DELETIONS, runDeletions } from '@/testing/crash/deletions';
import { isKilled } from '@/testing/crash/killed';
import { type CrashStore, openCrashStore } from '@/testing/crash/store';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { newPerson, type Records } from '@/testing/records';
import { type S3Server, startS3 } from '@/testing/s3';
import { keysBelow } from '@/testing/storage';

let cluster: Cluster;
let database: Database;
let records: Records;
let folder: string;
let server: S3Server | undefined;

beforeAll(async () => {
  cluster = await startCluster();
  database = connectToServer(cluster.url);
  await migrate(database.adapter);
  records = databaseRecords(database);
  folder = await mkdtemp(join(tmpdir(), 'likeness-deletion-'));
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await database?.close();
  await cluster?.discard();
  await server?.discard();
  await rm(folder, { recursive: true, force: true });
});

const started = async (store: CrashStore) => createCore(records, { inner: await openCrashStore(store) });

/** Names of all tables of the database that have a text anywhere in a row. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await database.db.$queryRaw<{ name: string }[]>`
    SELECT "table_name" AS "name" FROM "information_schema"."tables" WHERE "table_schema" = 'public' AND "table_type" = 'BASE TABLE'`;
  expect(tables.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.db.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM "${name}" AS r WHERE strpos(r::text, $1) > 0 LIMIT 1`, text);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const STORES: Record<string, () => Promise<CrashStore>> = {
  files: async () => ({ kind: 'files', folder }),
  ...(process.env.S3_TEST && {
    async S3() {
      server ??= await startS3();
      return { kind: 's3', settings: await server.bucket() };
    },
  }),
};

/** Sweeps as if the grace for objects without a record had passed. */
async function sweepLater(core: Awaited<ReturnType<typeof started>>, { kind }: CrashStore): Promise<void> {
  // S3 refuses requests from another time.
  if (kind === 's3') return sweep(core, LATER_MS);
  // Also for the storage, which deletes temporary files.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS });
  await sweep(core);
  vi.useRealTimers();
}

/** Only with PostgreSQL installed, which goes on when its client is killed; `.ci/run` installs it. */
describe.runIf(POSTGRES_BIN).each(Object.entries(STORES))('a process that is killed, with pictures in %s,', (_name, open) => {
  for (const { name } of DELETIONS)
    it(`at any step of ${name} goes on after a restart, and leaves nothing of the person and everything of others`, async () => {
      const store = await open();
      // The first account is the administrator, who stays.
      const bob = await newPerson(records);
      const before = await started(store);
      await upload(before.avatars, bob.id, RED);
      const others = await keysBelow(before.storage);
      const shown = await before.avatars.shown(bob.id);

      let killed = 0;
      for (let isOver = false; !isOver; killed += 1) {
        const ada = await newPerson(records);
        const { avatars } = await started(store);
        for (const colour of [GREEN, BLUE]) await upload(avatars, ada.id, colour);
        const keys = (await records.history(ada.id)).flatMap(({ key, originalKey }) => [key, originalKey]);
        await records.scheduleDeletion(ada.id, new Date());
        isOver = !(await isKilled({ databaseUrl: cluster.url, store, name, userId: ada.id, nth: killed + 1 }));

        const core = await started(store);
        await runDeletions(core);
        // Objects that the killed process had stored without a record by then.
        await sweepLater(core, store);
        expect(await keysBelow(core.storage)).toEqual(others);
        expect(await tablesWith(ada.email)).toEqual([]);
        // The audit log keeps which pictures were shown, by keys that lead nowhere any more.
        for (const key of keys) expect((await tablesWith(key)).filter((name) => name !== 'AuditEntry')).toEqual([]);
        expect([await records.personById(ada.id), await records.erasures()]).toEqual([null, []]);
      }
      // Of the deletion alone: the transaction, eight files, the end of the note.
      expect(killed).toBeGreaterThanOrEqual(10);
      const after = await started(store);
      expect(await after.avatars.shown(bob.id)).toEqual(shown);
      if (store.kind === 'files') {
        const files = await readdir(folder, { recursive: true, withFileTypes: true });
        expect(files.filter((file) => file.isFile())).toHaveLength(others.length);
      }
    });
});
