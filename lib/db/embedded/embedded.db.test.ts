import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { migratedDatabase } from '@/testing/migrated-database';
import { CAN_MOUNT, mountSmallDisk } from '@/testing/small-disk';
import { connectToEngine, openEmbeddedDatabase } from '../client';
import { EMBEDDED_TIMEOUTS } from '../timeouts';
import { startEngine, wrapPglite } from './embedded';

const ADVICE = 'Is its disk full, gone or read-only? Make room and start again; what was acknowledged is kept.';

/** A Query message with `SELECT 1`. */
const SELECT = Buffer.from('Q\0\0\0\rSELECT 1\0', 'latin1');

describe('the worker thread of the embedded database', () => {
  it.each([
    ['hangs', 'has not answered for 2 s'],
    ['throws', 'broke down: Aborted()'],
    ['ends', 'ended by itself with code 7'],
    ['panics', 'ended with the severity PANIC'],
  ])('that %s is reported once, and the process goes on', async (way, what) => {
    const told: string[] = [];
    const engine = await startEngine({
      folder: way,
      thread: new Worker(resolve('testing/failing-database.mjs')),
      watchdog: { ms: 2_000 },
      onFatal: (message) => told.push(message),
    });
    await engine.execute(SELECT).catch(() => {});
    expect(told).toEqual([`The embedded database in ${way} ${what}. ${ADVICE}`]);
    await expect(engine.execute(SELECT)).rejects.toMatchObject({ name: 'EmbeddedDatabaseError', message: told[0] });
    expect(told).toHaveLength(1);
  });

  it('takes 16 MB for its shared buffers, whatever the database was created with', async () => {
    const folder = await temporaryFolder();
    // With the settings of `initdb`: 128 MB.
    await (await PGlite.create({ dataDir: folder, loadDataDir: await migratedDatabase() })).close();
    const { db, close } = await openEmbeddedDatabase(folder, () => {});
    onTestFinished(close);
    expect(await db.$queryRaw`SELECT setting, source FROM pg_settings WHERE name = 'shared_buffers'`).toEqual([
      { setting: '2048', source: 'command line' },
    ]);
  });

  it('that cannot open the database reports the cause', async () => {
    const thread = new Worker(resolve('testing/failing-database.mjs'));
    const starting = startEngine({ folder: 'refuses', thread, watchdog: { ms: 60_000 }, onFatal: () => {} });
    await expect(starting).rejects.toMatchObject({
      name: 'EmbeddedDatabaseError',
      message: `The embedded database in refuses cannot be opened: PGlite failed to initialize properly. ${ADVICE}`,
    });
  });
});

it('a connection abandoned in a transaction leaks none of it to the next one', async () => {
  const engine = wrapPglite(await PGlite.create({ loadDataDir: await migratedDatabase() }));
  const bounds = { ...EMBEDDED_TIMEOUTS, queryMs: 60_000, transactionMs: 300 };
  const { db, close } = connectToEngine(engine, bounds);
  onTestFinished(close);
  await db.$executeRaw`CREATE TABLE words (word text)`;
  // As the hourly timer does.
  await db.$executeRaw`CHECKPOINT`;
  let finish = () => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const abandoned = db.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO words VALUES ('lost')`;
    await held;
  });
  // The transaction has the only connection: without a timeout, this would wait forever.
  await db.$executeRaw`INSERT INTO words VALUES ('kept')`;
  finish();
  await expect(abandoned).rejects.toMatchObject({ code: 'P2028' });
  expect(await db.$queryRaw`SELECT word FROM words`).toEqual([{ word: 'kept' }]);
});

it('on a full disk the database ends with a message; after space is freed every acknowledged write is there', async () => {
  const folder = await temporaryFolder();
  const disk = CAN_MOUNT ? await mountSmallDisk(folder, 58) : undefined;
  if (disk) onTestFinished(disk.unmount);
  const data = join(folder, 'pg');
  // Restored from a migrated copy, because creating a database takes much longer.
  await (await PGlite.create({ dataDir: data, loadDataDir: await migratedDatabase() })).close();
  const told: string[] = [];
  const { db } = await openEmbeddedDatabase(data, (message) => told.push(message));
  await db.$executeRaw`CREATE TABLE rows (bytes bytea)`;
  // Without root the WAL folder becomes read-only instead: its next segment fails as on a full disk.
  if (!disk) await chmod(join(data, 'pg_wal'), 0o500);
  let acknowledged = 0;
  for (; told.length === 0 && acknowledged < 500; acknowledged += 1) {
    const wrote = await db.$executeRaw`INSERT INTO rows VALUES (${randomBytes(200_000)})`.catch(() => 0);
    if (wrote === 0) break;
  }
  await expect.poll(() => told, { timeout: 30_000 }).toHaveLength(1);
  expect(told[0]).toContain(ADVICE);
  expect(acknowledged).toBeGreaterThan(10);

  await disk?.resize(200);
  if (!disk) await chmod(join(data, 'pg_wal'), 0o700);
  const again = await openEmbeddedDatabase(data, unexpected);
  onTestFinished(again.close);
  const [{ count } = { count: 0 }] = await again.db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM rows`;
  expect(count).toBeGreaterThanOrEqual(acknowledged);
});

function unexpected(message: string): never {
  throw new Error(message);
}
