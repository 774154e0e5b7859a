import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';

const COMPLETE = {
  FUNCTIONS: 'on',
  BASE_URL: 'https://pictures.example.org',
  DATABASE_URL: 'postgresql://me:pw@db:5432/likeness',
  SECRET: 's'.repeat(32),
  CRON_SECRET: 'c'.repeat(16),
  STORAGE: 'vercel-blob',
  BLOB_READ_WRITE_TOKEN: 'vercel_blob_rw_abc_0123456789',
};

describe('the settings of functions', () => {
  it('are off on a machine, and on at Vercel unless they are turned off', () => {
    const { FUNCTIONS: _, ...rest } = COMPLETE;
    expect(parseEnv(COMPLETE)).toMatchObject({ functions: true, cronSecret: 'c'.repeat(16) });
    expect(parseEnv(rest).functions).toBe(false);
    expect(parseEnv({ ...rest, VERCEL: '1' }).functions).toBe(true);
    expect(parseEnv({ ...rest, VERCEL: '1', FUNCTIONS: 'off' }).functions).toBe(false);
    expect(parseEnv({})).toMatchObject({ functions: false, cronSecret: undefined });
  });

  it('report everything that is missing at once, since there is no disk that could have it', () => {
    expect(() => parseEnv({ FUNCTIONS: 'on' })).toThrow(
      [
        'Invalid environment variables:',
        '  BASE_URL: expected the public address, since FUNCTIONS is on (got nothing)',
        '  DATABASE_URL: expected a PostgreSQL server, since functions have no disk (got nothing)',
        '  SECRET: expected at least 32 characters, the same in every function, since functions have no disk (got nothing)',
        '  CRON_SECRET: expected at least 16 characters, for GET /api/cron/sweep, since functions have no timer (got nothing)',
        '  STORAGE: expected vercel-blob or s3, since functions have no disk (got nothing)',
        '.env.example documents all of them.',
      ].join('\n'),
    );
  });

  it('refuse the filesystem as the storage', () => {
    expect(() => parseEnv({ ...COMPLETE, STORAGE: 'filesystem' })).toThrow(
      '\n  STORAGE: expected vercel-blob or s3, since functions have no disk (got filesystem)\n',
    );
  });

  it.each([
    ['FUNCTIONS', 'yes'],
    ['CRON_SECRET', 'short'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(`\n  ${name}: expected `);
  });

  it('never show the secret', () => {
    expect(() => parseEnv({ CRON_SECRET: 'hunter2' })).toThrow('(got something shorter)');
  });
});
