import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Event } from '@/lib/events/events';
import { quiet } from '@/testing/database';
import { temporaryFolder } from '@/testing/folder';
import { PGBOUNCER, startPgBouncer } from '@/testing/pgbouncer';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { hex, newAvatar, newPerson, type Records } from '@/testing/records';
import { connectToServer, type Database } from '../client';
import { type OpenDatabase, openDatabase } from '../open';

const at = expect.any(Date);
const origin = 'database';

/** Only with PostgreSQL installed, because the tests stop and start a server; `.ci/run` installs it. */
describe.runIf(POSTGRES_BIN)('another process on the same database server', () => {
  let cluster: Cluster;
  let writing: OpenDatabase;
  let records: Records;
  let direct: Database;
  let dataDir: string;
  beforeAll(async () => {
    cluster = await startCluster();
    dataDir = await mkdtemp(join(tmpdir(), 'likeness-test-'));
    writing = await openDatabase({ ...quiet(), databaseUrl: cluster.url, dataDir });
    records = writing.records;
    direct = connectToServer(cluster.url);
  });
  afterAll(async () => {
    await writing?.close();
    await direct?.close();
    await cluster?.discard();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Events and changes of trust, in the order in which the other process learns of them. */
  async function listening(databaseUrl = cluster.url, expected = true) {
    const seen: (Event | boolean)[] = [];
    const logged: string[] = [];
    const database = await openDatabase({
      ...quiet(),
      databaseUrl,
      dataDir: await temporaryFolder(),
      onEvent: (event) => seen.push(event),
      log: { error: () => {}, warn: (_, message) => logged.push(message), info: (_, message) => logged.push(message) },
    });
    onTestFinished(() => database.close());
    database.trust.onChange((isTrusted) => seen.push(isTrusted));
    if (expected) await expect.poll(() => database.trust.isTrusted, { timeout: 10_000 }).toBe(true);
    seen.length = 0;
    return { database, seen, logged };
  }

  /** Waits for an event that is sent after everything else. */
  async function drained(seen: (Event | boolean)[]): Promise<(Event | boolean)[]> {
    await direct.db.$executeRaw`SELECT pg_notify('likeness', '{"type":"account-changed","userId":0}')`;
    await expect.poll(() => seen.at(-1), { timeout: 5_000 }).toMatchObject({ userId: 0 });
    return seen.splice(0).slice(0, -1);
  }

  it('hears of each change of a picture once, with its version', async () => {
    const { seen } = await listening();
    const { id: userId } = await newPerson(records);
    await drained(seen);
    const { avatar } = await records.save(userId, newAvatar());
    expect(await drained(seen)).toEqual([{ type: 'picture-changed', userId, version: 2, at, origin }]);
    await records.describe(userId, 'Ada at the sea');
    expect(await drained(seen)).toEqual([{ type: 'picture-described', userId, version: 3, at, origin }]);
    // The same words again, which still is a new version.
    await records.describe(userId, 'Ada at the sea');
    expect(await drained(seen)).toEqual([{ type: 'picture-described', userId, version: 4, at, origin }]);
    await records.point(userId, null, undefined, 'gravatar');
    expect(await drained(seen)).toEqual([{ type: 'picture-changed', userId, version: 5, at, origin }]);
    await records.gravatarChecked(userId, 5, new Date());
    expect(await drained(seen)).toEqual([]);
    await records.point(userId, avatar?.id ?? 0);
    await records.point(userId, avatar?.id ?? 0);
    expect(await drained(seen)).toEqual([6, 7].map((version) => ({ type: 'picture-changed', userId, version, at, origin })));
  });

  it('hears of accounts by the hashes of their addresses, and of their keys', async () => {
    const { seen } = await listening();
    const email = `${hex(8)}@xn--mnchen-3ya.example`;
    const { id: userId } = await records.createPerson({ email, name: 'Ada', passwordHash: 'a hash', generatedKey: hex() });
    const row = await direct.db.emailAddress.findUniqueOrThrow({ where: { email } });
    const hashes = [row.emailMd5, row.emailSha256, row.unicodeMd5, row.unicodeSha256].sort();
    expect(await drained(seen)).toEqual([{ type: 'account-changed', userId, hashes, at, origin }]);
    const [old, next] = [hex(32), hex(32)];
    const changed = { type: 'account-changed', userId, at, origin };
    const key = await records.createKey({ userId, sha256: old, lastFour: 'abcd', label: 'x', scopes: [], expiresAt: null });
    expect(await drained(seen)).toEqual([changed]);
    await records.touchKey(key.id, new Date());
    expect(await drained(seen)).toEqual([]);
    await records.renewKey(old, { sha256: next, lastFour: 'next' });
    expect(await drained(seen)).toEqual([changed]);
    await records.deleteKey(userId, key.id);
    expect(await drained(seen)).toEqual([changed]);
    await direct.db.user.delete({ where: { id: userId } });
    expect(await drained(seen)).toEqual([changed, { ...changed, hashes }]);
  });

  it('hears of an address that goes to another account, for both', async () => {
    const [ada, eve] = [await newPerson(records), await newPerson(records)];
    const { id, email } = await records.addAddress(eve.id, { email: `${hex(8)}@example.org`, proof: 'assumed' });
    const { seen } = await listening();
    await direct.db.emailAddress.update({ where: { id }, data: { userId: ada.id } });
    const hashes = ['md5', 'sha256'].map((algorithm) => createHash(algorithm).update(email).digest('hex')).sort();
    const changed = { type: 'account-changed', hashes, at, origin };
    expect(await drained(seen)).toEqual([
      { ...changed, userId: eve.id },
      { ...changed, userId: ada.id },
    ]);
  });

  it('hears that the policy changed', async () => {
    const { seen } = await listening();
    await records.changePolicy({ maxAvatarBytes: 20_000 }, 1);
    await records.changePolicy({ maxAvatarBytes: null }, 1);
    expect(await drained(seen)).toEqual(Array(2).fill({ type: 'policy-changed', at, origin }));
  });

  it('hears nothing of a change that is refused or rolled back', async () => {
    const { seen } = await listening();
    const { id: userId } = await newPerson(records);
    await drained(seen);
    await expect(records.save(userId, newAvatar(), 9)).rejects.toMatchObject({ code: 'precondition_failed' });
    await expect(records.describe(userId, 'Ada')).rejects.toMatchObject({ code: 'no_picture' });
    const rolledBack = direct.db.$transaction(async (tx) => {
      await tx.user.update({ where: { id: userId }, data: { avatarVersion: { increment: 1 } } });
      throw new Error('Rolled back');
    });
    await expect(rolledBack).rejects.toThrow('Rolled back');
    expect(await drained(seen)).toEqual([]);
  });

  it('ignores notifications that it does not understand', async () => {
    const { seen } = await listening();
    for (const payload of [
      '',
      'x',
      '[]',
      '{"type":"picture-changed"}',
      '{"type":"picture-changed","userId":"1","version":1}',
      '{"type":"new"}',
    ]) {
      await direct.db.$executeRaw`SELECT pg_notify('likeness', ${payload})`;
    }
    expect(await drained(seen)).toEqual([]);
  });

  it.runIf(PGBOUNCER)('has no trust behind PgBouncer in transaction mode, which is explained once', async () => {
    const { seen, logged } = await listening(await startPgBouncer(cluster.url, 'transaction'), false);
    await expect.poll(() => logged, { timeout: 10_000 }).toHaveLength(1);
    expect(logged[0]).toMatch(/^DATABASE_URL answers queries, but delivers no notifications\. .* in transaction mode PgBouncer discards/);
    const attempts = () =>
      direct.db.$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query LIKE 'BEGIN; SET LOCAL%'`;
    await expect.poll(async () => (await attempts()).length, { timeout: 10_000 }).toBeGreaterThan(0);
    await newPerson(records);
    expect([seen, logged.length]).toEqual([[], 1]);
  });

  it.runIf(PGBOUNCER)('hears of changes through PgBouncer in session mode', async () => {
    const { seen } = await listening(await startPgBouncer(cluster.url, 'session'));
    const { id: userId } = await newPerson(records);
    expect(await drained(seen)).toMatchObject([{ type: 'account-changed', userId }]);
  });

  it('loses trust at once when its connection is ended, and has it again after connecting', async () => {
    const { seen, logged } = await listening();
    await direct.db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'likeness events'`;
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([false, true]);
    expect(logged).toEqual([
      'Changes of other processes are not heard: reads check the database until they are',
      'Changes of other processes are heard again',
    ]);
    const { id: userId } = await newPerson(records);
    expect(await drained(seen)).toMatchObject([false, true, { type: 'account-changed', userId }]);
  });

  it('loses trust while the server is stopped, and says so once', async () => {
    const { database, seen, logged } = await listening();
    await cluster.stop();
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([false]);
    await cluster.start();
    await expect.poll(() => database.trust.isTrusted, { timeout: 10_000 }).toBe(true);
    expect([seen, logged.length]).toEqual([[false, true], 2]);
  });

  it('loses trust while the server hangs, and hears nothing late that was sent in between', async () => {
    const { database, seen } = await listening();
    const continues = await cluster.freeze();
    onTestFinished(continues);
    await expect.poll(() => database.trust.isTrusted, { timeout: 5_000 }).toBe(false);
    // Committed by the server as soon as it runs again.
    const created = newPerson(records);
    continues();
    const { id } = await created;
    await expect.poll(() => database.trust.isTrusted, { timeout: 15_000 }).toBe(true);
    await newPerson(records);
    const order = (await drained(seen)).map((item) => (typeof item === 'boolean' ? item : 'userId' in item && item.userId));
    expect(order.slice(0, 1)).toEqual([false]);
    expect(order.filter((item) => item !== id)).toEqual([false, true, id + 1]);
  });
});

it('the embedded database is for one process, which needs to hear of no other', async () => {
  const database = await openDatabase({ ...quiet(), databaseUrl: undefined, dataDir: await temporaryFolder(), onEvent: () => {} });
  onTestFinished(() => database.close());
  expect(database.trust.isTrusted).toBe(true);
});
