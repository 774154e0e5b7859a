import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { liveness, readiness } from './schemas';

const OK = { database: 'ok', storage: 'ok', decoder: 'ok', disk: 'ok' };

async function read(response: Response) {
  return { status: response.status, cache: response.headers.get('cache-control'), body: await response.json() };
}

it('a probe learns that the process answers, also while everything else fails', async () => {
  const down = async () => Promise.reject(new Error('down'));
  const app = await createTestApp({ empty: true, replaced: { policy: down } });
  app.disk.room = 'none';
  const live = await read(await app.ask('GET', '/api/health/live'));
  expect(live).toEqual({ status: 200, cache: 'no-store', body: { status: 'live' } });
  expect(liveness.parse(live.body)).toEqual(live.body);
  expect((await app.ask('HEAD', '/api/health/live')).status).toBe(200);
});

it('a server that can do everything is ready', async () => {
  const app = await createTestApp({ empty: true });
  const ready = await read(await app.ask('GET', '/api/health/ready'));
  expect(ready).toEqual({ status: 200, cache: 'no-store', body: { status: 'ready', checks: OK } });
  expect(readiness.parse(ready.body)).toEqual(ready.body);
});

it('a server without database, storage or disk space says which, with 503 and nothing about their insides', async () => {
  const policy = async () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.5:5432'));
  const app = await createTestApp({ empty: true, replaced: { policy } });
  app.storage.fails = ({ operation }) => operation === 'get';
  app.disk.room = 'removals';
  const ready = await read(await app.ask('GET', '/api/health/ready'));
  const checks = { ...OK, database: 'failed', storage: 'failed', disk: 'failed' };
  expect(ready).toEqual({ status: 503, cache: 'no-store', body: { status: 'not_ready', checks } });
});

it('metrics are for the bearer of the token, and do not exist without one', async () => {
  const statuses = async (metricsToken?: string) => {
    const app = await createTestApp({ empty: true, metricsToken });
    const all: number[] = [];
    for (const Authorization of ['', 'Bearer wrong', 'Basic d3Jvbmc6YSB0b2tlbiBvZiBzaXh0ZWVu', 'Bearer a-token-of-sixteen']) {
      all.push((await app.ask('GET', '/metrics', { headers: Authorization ? { Authorization } : {} })).status);
    }
    return all;
  };
  expect(await statuses('a-token-of-sixteen')).toEqual([401, 401, 401, 200]);
  expect(await statuses()).toEqual([404, 404, 404, 404]);
});

it('requests are counted by dialect and outcome', async () => {
  const app = await createTestApp({ empty: true });
  const ada = await app.open();
  await app.ask('GET', '/api/me', { headers: ada.auth });
  await app.ask('GET', '/api/me', { headers: ada.auth });
  await app.ask('GET', '/api/me');
  await app.ask('GET', `/u/${ada.id}/avatar`, { headers: { 'If-None-Match': '*' } });
  await app.ask('GET', '/api/eve@example.org');
  expect(app.metrics.tallies('requests')).toEqual([
    { labels: { dialect: 'native', outcome: 'ok' }, total: 2 },
    { labels: { dialect: 'native', outcome: 'not_authenticated' }, total: 1 },
    { labels: { dialect: 'delivery', outcome: 'not_modified' }, total: 1 },
    { labels: { dialect: 'native', outcome: 'not_found' }, total: 1 },
  ]);
});
