import { expect, it } from 'vitest';
import { openMemory, quiet } from '@/testing/database';
import { temporaryFolder } from '@/testing/folder';
import { hex } from '@/testing/records';
import { connectToServer } from './client';
import { migrate } from './migrate';
import { openDatabase } from './open';
import { databaseRecords } from './records';
import { recordsContract } from './records.contract';

recordsContract('embedded', async () => {
  const database = await openMemory();
  return { records: databaseRecords(database), close: database.close };
});

/** A PostgreSQL server for the same contract: the test creates its own database there and drops it. */
const server = process.env.DATABASE_URL;

if (server) {
  recordsContract('server', async () => {
    const name = `likeness_test_${hex(6)}`;
    await onServer(server, `CREATE DATABASE "${name}"`);
    const address = new URL(server);
    address.pathname = `/${name}`;
    const database = connectToServer(address.href);
    await migrate(database.adapter);
    return {
      records: databaseRecords(database),
      async close() {
        await database.close();
        await onServer(server, `DROP DATABASE "${name}" WITH (FORCE)`);
      },
    };
  });
}

if (server) {
  it('servers that start at once on an empty database migrate it once and leave no lock behind', async () => {
    const name = `likeness_test_${hex(6)}`;
    await onServer(server, `CREATE DATABASE "${name}"`);
    const address = new URL(server);
    address.pathname = `/${name}`;
    const announced: string[] = [];
    const open = async () =>
      openDatabase({
        ...quiet(),
        databaseUrl: address.href,
        dataDir: await temporaryFolder(),
        announce: (message) => announced.push(message),
      });
    const opened = await Promise.all([open(), open(), open()]);
    expect(announced).toHaveLength(1);
    // A leaked lock would make the next start wait and fail. Idle connections close after ten seconds, which would hide the leak.
    await expect.poll(() => advisoryLocks(address.href), { timeout: 5000 }).toEqual([]);
    await Promise.all(opened.map(({ close }) => close()));
    await onServer(server, `DROP DATABASE "${name}" WITH (FORCE)`);
  });
}

async function advisoryLocks(connectionString: string): Promise<unknown[]> {
  const { db, close } = connectToServer(connectionString);
  try {
    return await db.$queryRaw`
      SELECT objid::text FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  } finally {
    await close();
  }
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const { db, close } = connectToServer(connectionString);
  try {
    await db.$executeRawUnsafe(statement);
  } finally {
    await close();
  }
}
