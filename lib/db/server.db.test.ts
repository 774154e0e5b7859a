import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { quiet } from '@/testing/database';
import { temporaryFolder } from '@/testing/folder';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { hex, newPerson, type Records } from '@/testing/records';
import { connectToServer } from './client';
import { type OpenDatabase, openDatabase } from './open';

const UNAVAILABLE = { code: 'database_unavailable', details: { retryAfterSeconds: 5 } };

/** Longer than any timeout under test. */
const LONG = { connectMs: 60_000, lockMs: 60_000, statementMs: 60_000, queryMs: 60_000, transactionMs: 60_000 };

/** Only with PostgreSQL installed, because the test stops and starts a server; `.ci/run` installs it. */
describe.runIf(POSTGRES_BIN)('a database server', () => {
  let cluster: Cluster;
  let dataDir: string;
  let database: OpenDatabase;
  let records: Records;
  beforeAll(async () => {
    cluster = await startCluster();
    dataDir = await mkdtemp(join(tmpdir(), 'likeness-test-'));
    database = await openDatabase({ ...quiet(), databaseUrl: cluster.url, dataDir });
    records = database.records;
  });
  afterAll(async () => {
    await database?.close();
    await cluster?.discard();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Runs a task while an exclusive lock is held on the table. */
  async function whileLocked(table: string, run: () => Promise<void>): Promise<void> {
    const { db, close } = connectToServer(cluster.url, LONG);
    try {
      await db.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(`LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
        await run();
      });
    } finally {
      await close();
    }
  }

  const secondsOf = async (run: () => Promise<unknown>) => {
    const began = performance.now();
    await run();
    return (performance.now() - began) / 1000;
  };

  it('with a locked table refuses requests that need it within seconds, and answers the rest', async () => {
    const { id } = await newPerson(records);
    await whileLocked('User', async () => {
      const needing: (() => Promise<unknown>)[] = [
        () => records.personById(id),
        () => records.stateOf(id),
        () => records.point(id, null),
        () => records.ownerOf(hex()),
        () => records.createKey({ userId: id, sha256: hex(32), lastFour: 'wxyz', label: 'x', scopes: [], expiresAt: null }),
      ];
      // More than a pool of ten has connections for.
      const outcomes = Promise.allSettled([...needing, ...needing, ...needing].map((call) => call()));
      expect(await records.policy()).toMatchObject({ avatarChangesDisabled: false });
      await database.ping();
      const seconds = await secondsOf(() => outcomes);
      expect(seconds).toBeLessThan(10);
      for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: UNAVAILABLE });
    });
    expect(await records.personById(id)).toMatchObject({ id });
  });

  it('whose statement timed out in a transaction does not get the next change on that connection', async () => {
    const holder = connectToServer(cluster.url, LONG);
    const impatient = connectToServer(cluster.url, { ...LONG, queryMs: 200 });
    onTestFinished(async () => {
      await impatient.close();
      await holder.close();
    });
    await holder.db.$executeRaw`CREATE TABLE written (id int)`;
    await holder.db.$transaction(async (lock) => {
      await lock.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(42)`;
      const stuck = impatient.db.$transaction((tx) => tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(42)`);
      await expect(stuck).rejects.toThrow('Query read timeout');
    });
    // An acknowledged write, visible to every connection.
    await impatient.db.$executeRaw`INSERT INTO written VALUES (1)`;
    expect(await holder.db.$queryRaw`SELECT id FROM written`).toEqual([{ id: 1 }]);
  });

  it('that stops makes every request fail at once, and works again after a restart through the same client', async () => {
    const { id } = await newPerson(records);
    await cluster.stop();
    for (const call of [() => records.personById(id), () => records.point(id, null), () => records.policy(), () => database.ping()]) {
      await expect(call()).rejects.toMatchObject(UNAVAILABLE);
    }
    await cluster.start();
    expect(await records.personById(id)).toMatchObject({ id });
    expect(await records.point(id, null)).toMatchObject({ version: 2 });
  });

  it('that stays unreachable at start is reported in one sentence without the password', async () => {
    const address = new URL(cluster.url);
    address.password = 'not to be seen';
    // No server listens on this port.
    address.port = '9';
    const announced: string[] = [];
    const opening = openDatabase({
      ...quiet(),
      databaseUrl: address.href,
      dataDir: await temporaryFolder(),
      startWaitMs: 600,
      announce: (message) => announced.push(message),
    });
    const error = await opening.catch((reason: Error) => reason);
    expect(error).toMatchObject({
      name: 'DatabaseUnreachableError',
      message:
        "The database server of DATABASE_URL cannot be reached: Can't reach database server at 127.0.0.1:9. Start it, or correct the address, and start again.",
    });
    expect(announced).toEqual(["Waiting up to 0.6 s for the database server of DATABASE_URL: Can't reach database server at 127.0.0.1:9"]);
  });
});
