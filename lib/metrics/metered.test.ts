import { expect, it, vi } from 'vitest';
import type { Pipeline } from '@/lib/avatars/pipeline';
import { AvatarError } from '@/lib/errors';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { memoryStorage } from '@/lib/storage/memory';
import { meteredPipeline, meteredRecords, meteredSemaphore, meteredStorage, meteredSweep } from './metered';
import { createMetrics } from './metrics';

it('a semaphore shows how many tasks wait and run, and how long they waited', async () => {
  const metrics = createMetrics();
  const waits: string[] = [];
  metrics.observer = (name, label) => waits.push(`${name} ${label}`);
  const semaphore = meteredSemaphore('uploads', createSemaphore({ tasks: 1, waitSeconds: 1 }), metrics);
  const gauges = () => [metrics.gauges('running'), metrics.gauges('waiting')].map(([gauge]) => gauge?.value);
  let release = () => {};
  const first = semaphore.run({ bytes: 1, seconds: 0.1 }, () => new Promise<void>((resolve) => (release = resolve)));
  const second = semaphore.run({ bytes: 1, seconds: 10 }, async () => 'done');
  expect(gauges()).toEqual([1, 1]);
  await expect(semaphore.run({ bytes: 1, seconds: 1 }, async () => 'late')).rejects.toMatchObject({ code: 'busy' });
  expect(gauges()).toEqual([1, 1]);
  release();
  await first;
  expect(await second).toBe('done');
  expect(gauges()).toEqual([0, 0]);
  expect(waits).toEqual(['wait uploads', 'wait uploads', 'wait uploads']);
});

it('each stage of a change is measured, whether it succeeds or fails', async () => {
  const metrics = createMetrics();
  const stages: string[] = [];
  metrics.observer = (name, label) => stages.push(`${name} ${label}`);
  const fail = vi.fn(() => Promise.reject(new Error('no room')));
  const pipeline = meteredPipeline({ commit: fail, storeUpload: async () => {} } as Partial<Pipeline> as Pipeline, metrics);
  const [avatar, rendering] = [{}, {}] as [Parameters<Pipeline['storeUpload']>[0], Parameters<Pipeline['storeUpload']>[2]];
  await pipeline.storeUpload(avatar, new Uint8Array(), rendering);
  await expect(pipeline.commit({} as Parameters<Pipeline['commit']>[0], avatar)).rejects.toThrow('no room');
  expect(stages).toEqual(['stage storeUpload', 'stage commit']);
});

it('failures of the storage are counted by code, and the calls behave as before', async () => {
  const metrics = createMetrics();
  const failing = () => Promise.reject(new AvatarError('storage_failed', 'gone'));
  const storage = meteredStorage({ ...memoryStorage(), get: failing }, metrics);
  await storage.put('originals/0a', new Uint8Array([1]));
  for (let round = 0; round < 2; round += 1) await expect(storage.get('originals/0a')).rejects.toMatchObject({ code: 'storage_failed' });
  const keys: string[] = [];
  for await (const { key } of storage.list('originals/')) keys.push(key);
  expect(keys).toEqual(['originals/0a']);
  expect(metrics.tallies('errors')).toEqual([{ labels: { source: 'storage', code: 'storage_failed' }, total: 2 }]);
});

it('a list that breaks off is counted as a failure of the storage', async () => {
  const metrics = createMetrics();
  async function* broken() {
    yield { key: 'originals/0a', modifiedAt: new Date(0) };
    throw new AvatarError('storage_failed', 'gone');
  }
  const { list } = meteredStorage({ ...memoryStorage(), list: broken }, metrics);
  const read = async () => {
    for await (const { key } of list('originals/')) expect(key).toBe('originals/0a');
  };
  await expect(read()).rejects.toMatchObject({ code: 'storage_failed' });
  expect(metrics.tallies('errors')).toEqual([{ labels: { source: 'storage', code: 'storage_failed' }, total: 1 }]);
});

it('outages of the database are counted, and refusals are not', async () => {
  const metrics = createMetrics();
  const errors = [
    new AvatarError('database_unavailable', 'down', { retryAfterSeconds: 5 }),
    new AvatarError('not_found', 'User 7 not found.'),
    new TypeError('a bug'),
  ];
  const records = meteredRecords({ stateOf: () => Promise.reject(errors.shift()) }, metrics);
  for (const code of ['database_unavailable', 'not_found', undefined]) {
    const failure: { code?: string } = await records.stateOf().catch((error) => error);
    expect(failure.code).toBe(code);
  }
  expect(metrics.tallies('errors')).toEqual([
    { labels: { source: 'database', code: 'database_unavailable' }, total: 1 },
    { labels: { source: 'database', code: 'unexpected' }, total: 1 },
  ]);
});

it('sweeps are counted with what they deleted', async () => {
  const metrics = createMetrics();
  const results = [async () => ({ renditions: 3, originals: 1 }), () => Promise.reject(new Error('down'))];
  const sweep = meteredSweep({ sweep: () => (results.shift() ?? results[0])?.() ?? Promise.reject(new Error('none')) }, metrics);
  expect(await sweep()).toEqual({ renditions: 3, originals: 1 });
  await expect(sweep()).rejects.toThrow('down');
  expect(metrics.tallies('sweeps').map(({ labels, total }) => [labels.outcome, total])).toEqual([
    ['done', 1],
    ['failed', 1],
  ]);
  expect(metrics.tallies('sweptObjects').map(({ labels, total }) => [labels.kind, total])).toEqual([
    ['renditions', 3],
    ['originals', 1],
  ]);
});
