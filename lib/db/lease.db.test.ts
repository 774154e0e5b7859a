import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { connectToServer } from './client';
import { postgresLease } from './lease';

const NEVER = new AbortController().signal;

/** Only with PostgreSQL installed, because the tests end its connections; `.ci/run` installs it. */
describe.runIf(POSTGRES_BIN)('the lease', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.discard());

  it('is held by one process at a time, and is free after the task or its failure', async () => {
    const [one, other] = [postgresLease(cluster.url), postgresLease(cluster.url)];
    const during = await one.run(async () => other.run(async () => 'both', NEVER), NEVER);
    expect(during).toBeUndefined();
    expect(await other.run(async () => 'free', NEVER)).toBe('free');
    const failing = one.run(async () => {
      throw new Error('The storage is gone');
    }, NEVER);
    await expect(failing).rejects.toThrow('The storage is gone');
    expect(await other.run(async () => 'free', NEVER)).toBe('free');
  });

  it('of a process that is killed is free at once', async () => {
    const holder = spawn(process.execPath, ['--import', 'tsx', 'testing/hold-lease.ts', cluster.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const lease = postgresLease(cluster.url);
    expect(await lease.run(async () => 'ours', NEVER)).toBeUndefined();
    onTestFinished(() => void holder.kill('SIGKILL'));
    const ended = once(holder, 'exit');
    holder.kill('SIGKILL');
    await ended;
    await expect.poll(() => lease.run(async () => 'ours', NEVER), { timeout: 10_000 }).toBe('ours');
  });

  it('that is lost stops its task', async () => {
    const { db, close } = connectToServer(cluster.url);
    onTestFinished(close);
    const reason = await postgresLease(cluster.url).run(async (signal) => {
      const aborted = once(signal, 'abort');
      await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'likeness maintenance'`;
      await aborted;
      return String(signal.reason);
    }, NEVER);
    expect(reason).toContain('terminating connection due to administrator command');
  });

  it('does not keep old rows from being vacuumed', async () => {
    const { db, close } = connectToServer(cluster.url);
    onTestFinished(close);
    const held = await postgresLease(cluster.url).run(
      () =>
        db.$queryRaw`SELECT backend_xmin::text, backend_xid::text FROM pg_stat_activity WHERE application_name = 'likeness maintenance'`,
      NEVER,
    );
    expect(held).toEqual([{ backend_xmin: null, backend_xid: null }]);
  });
});
