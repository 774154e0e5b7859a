import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';

const SECRET = 'a secret of the platform';

async function withCron(addressPerMinute?: number) {
  let runs = 0;
  const run = async () => {
    runs += 1;
    return { ran: true, renditions: 3, originals: 1, failures: 0 };
  };
  const app = await createTestApp({ cron: { secret: SECRET, run }, addressPerMinute });
  const sweep = (Authorization: string) => app.ask('GET', '/api/cron/sweep', { headers: { Authorization } });
  return { app, sweep, runs: () => runs };
}

describe('GET /api/cron/sweep', () => {
  it('with the secret – runs the maintenance and tells what it did, to be kept by no cache', async () => {
    const { sweep, runs } = await withCron();
    const response = await sweep(`Bearer ${SECRET}`);
    expect([response.status, response.headers.get('cache-control'), runs()]).toEqual([200, 'no-store', 1]);
    expect(await response.json()).toEqual({ ran: true, renditions: 3, originals: 1, failures: 0 });
  });

  it.each(['Bearer another secret', 'Bearer ', `Basic ${SECRET}`, `Bearer ${SECRET}x`, SECRET])(
    'with %j – 401, and nothing runs',
    async (authorization) => {
      const { sweep, runs } = await withCron();
      const response = await sweep(authorization);
      expect([response.status, runs()]).toEqual([401, 0]);
      expect(await response.json()).toMatchObject({
        code: 'not_authenticated',
        detail: 'Expected the header Authorization: Bearer with the value of CRON_SECRET.',
      });
    },
  );

  it('with the key of an administrator – 401, since it is no secret of the platform', async () => {
    const { app, sweep, runs } = await withCron();
    expect([(await sweep(app.admin().auth.Authorization)).status, runs()]).toEqual([401, 0]);
  });

  it('counts guesses against the client address', async () => {
    const { sweep } = await withCron(2);
    const statuses = [];
    for (let guess = 0; guess < 3; guess += 1) statuses.push((await sweep('Bearer a guess')).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('does not exist where no secret is set', async () => {
    const app = await createTestApp();
    expect((await app.ask('GET', '/api/cron/sweep', { headers: { Authorization: `Bearer ${SECRET}` } })).status).toBe(404);
  });
});
