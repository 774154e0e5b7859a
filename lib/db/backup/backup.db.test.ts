import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmpty, openMemory } from '@/testing/database';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { hex, newAvatar, newPerson } from '@/testing/records';
import { connectToServer, type Database } from '../client';
import { migrate, migrationNames } from '../migrate';
import { databaseRecords } from '../records';
import { type DumpLine, dumpDatabase } from './dump';
import { isEmptyDatabase, loadDatabase } from './load';

async function dumpOf({ db }: Database): Promise<DumpLine[]> {
  const lines: DumpLine[] = [];
  await dumpDatabase(db, async (line) => void lines.push(JSON.parse(line)));
  return lines;
}

async function* each(lines: DumpLine[]) {
  yield* lines;
}

/** Rows of each kind, with values that a careless dump changes. */
async function fill(database: Database) {
  const records = databaseRecords(database);
  const [ada, eve] = [await newPerson(records), await newPerson(records)];
  for (let count = 0; count < 3; count += 1) await records.save(ada.id, newAvatar({ alt: `Zoë's "🐎"\n\\ ${count} \u202e` }));
  await records.point(ada.id, null);
  const key = { userId: eve.id, sha256: hex(32), lastFour: 'abcd', label: '', scopes: ['avatar:read' as const], expiresAt: null };
  const created = await records.createKey(key);
  const deleted = await records.createKey({ ...key, sha256: hex(32) });
  await records.deleteKey(eve.id, deleted.id);
  await records.claimIdempotencyKey(ada.id, 'k', 'PUT /x', new Date(0));
  await records.storeResponse(ada.id, 'k', { status: 200, headers: { etag: '"a1v2"' }, body: '{"ä":null}' });
  await records.addNetwork(eve.email, 'home', new Date('2030-01-02T03:04:05.678Z'));
  await records.changePolicy({ maxAvatarBytes: 20_000, acceptedFormats: ['png', 'jpeg'] }, ada.id);
  return { ada, eve, created, deleted };
}

it('a dump that is loaded into an empty database gives the same rows, and does not give ids again', async () => {
  const [from, to] = [await openMemory(), await openEmpty()];
  const { eve, deleted } = await fill(from);
  const dumped = await dumpOf(from);
  expect(dumped.filter(([kind]) => kind === 'table').map(([, name]) => name)).toContain('KnownNetwork');
  expect(await isEmptyDatabase(to.db)).toBe(true);
  await loadDatabase(to, each(dumped));
  expect(await isEmptyDatabase(to.db)).toBe(false);
  expect(await dumpOf(to)).toEqual(dumped);
  const key = { userId: eve.id, sha256: hex(32), lastFour: 'abcd', label: '', scopes: ['avatar:read' as const], expiresAt: null };
  expect((await databaseRecords(to).createKey(key)).id).toBe(deleted.id + 1);
  await Promise.all([from.close(), to.close()]);
});

it('a dump of an older release is converted by the newer migrations', async () => {
  const [from, to] = [await openEmpty(), await openEmpty()];
  const names = await migrationNames();
  await migrate(from.adapter, undefined, names.slice(0, 1));
  await from.db
    .$executeRaw`INSERT INTO "User" ("email", "name", "passwordHash", "generatedKey") VALUES ('ada@example.org', 'Ada', 'a hash', ${hex()})`;
  const dumped = await dumpOf(from);
  expect(dumped[0]).toEqual(['start', { migrations: names.slice(0, 1) }]);
  await loadDatabase(to, each(dumped));
  const hash = createHash('sha256').update('ada@example.org').digest('hex');
  expect(await to.db.user.findFirst({ where: { addresses: { some: { emailSha256: hash } } } })).toMatchObject({
    email: 'ada@example.org',
    name: 'Ada',
  });
  await Promise.all([from.close(), to.close()]);
});

it('a dump whose rows contradict one another is not loaded, and leaves no rows', async () => {
  const [from, to] = [await openMemory(), await openEmpty()];
  await fill(from);
  const dumped = (await dumpOf(from)).filter(
    ([kind, content]) => kind !== 'row' || typeof content === 'string' || !('passwordHash' in content),
  );
  await expect(loadDatabase(to, each(dumped))).rejects.toThrow(/foreign key/i);
  expect(await to.db.avatar.count()).toBe(0);
  await Promise.all([from.close(), to.close()]);
});

describe.runIf(POSTGRES_BIN)('with a database server', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.discard());

  it('a dump of the embedded database is loaded into the server, and back', async () => {
    const [from, back, server] = [await openMemory(), await openEmpty(), connectToServer(cluster.url)];
    await fill(from);
    const dumped = await dumpOf(from);
    await loadDatabase(server, each(dumped));
    const ofServer = await dumpOf(server);
    // Both have the same instants; the text depends on the time zone of the session.
    expect(JSON.stringify(ofServer).replaceAll(/[+-]\d\d:\d\d"/g, '"')).toBe(JSON.stringify(dumped).replaceAll(/[+-]\d\d:\d\d"/g, '"'));
    await loadDatabase(back, each(ofServer));
    expect(await dumpOf(back)).toEqual(dumped);
    await Promise.all([from.close(), back.close(), server.close()]);
  });

  it('a dump shows one moment, also while people change their pictures', async () => {
    const server = connectToServer(cluster.url);
    const records = databaseRecords(server);
    const { id } = await newPerson(records);
    await records.save(id, newAvatar());
    const lines: DumpLine[] = [];
    let changed: Promise<unknown> | undefined;
    await dumpDatabase(server.db, async (line) => {
      lines.push(JSON.parse(line));
      // The first table is that of people; its rows name the current picture.
      if (line.startsWith('["row"')) changed ??= records.save(id, newAvatar());
      await changed;
    });
    const rows = lines.flatMap(([kind, content]) => (kind === 'row' ? [content] : []));
    const current = rows.find((row) => row.id === id && 'passwordHash' in row)?.currentAvatarId;
    const versions = rows.filter((row) => row.userId === id && 'originalKey' in row);
    expect(versions.map((row) => row.id)).toEqual([current]);
    expect((await records.stateOf(id))?.avatar?.id).not.toBe(current);
    await server.close();
  });
});
