import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv as parseDotEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { errorMessage } from '@/testing/env';
import { OIDC_VARIABLES } from './env-accounts';
import { ABOUT_VARIABLES } from './env-addresses';
import { MAIL_VARIABLES } from './env-mail';

const DEFAULTS = {
  port: 3000,
  host: undefined,
  baseUrl: 'http://localhost:3000',
  dataDir: resolve('data'),
  databaseUrl: undefined,
  redisUrl: undefined,
  secret: undefined,
  storage: { kind: 'filesystem' },
  functions: false,
  pageSources: { pictures: undefined, uploads: undefined },
  cronSecret: undefined,
  maxUploadBytes: 26_214_400,
  userPerMinute: 200,
  addressPerMinute: 100,
  gravatarUrl: undefined,
  fetching: { trustedOrigins: [] },
  upstreamAvatars: [],
  cacheBytes: 67_108_864,
  trustProxy: expect.any(Function),
  mail: { smtpUrl: undefined, from: { name: 'Likeness', address: 'no-reply@localhost' }, product: 'Likeness' },
  defaultLanguage: 'en',
  registration: undefined,
  auditDays: 365,
  verifiesAddresses: false,
  heic: true,
  metricsPort: undefined,
  metricsToken: undefined,
  logLevel: 'info',
};

const NAMES = [
  'PORT',
  'HOST',
  'BASE_URL',
  'DATA_DIR',
  'DATABASE_URL',
  'REDIS_URL',
  'SECRET',
  'STORAGE',
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_BUCKET',
  'S3_PREFIX',
  'S3_FORCE_PATH_STYLE',
  'S3_PUBLIC_URL',
  'S3_ENCRYPTION',
  'S3_KMS_KEY_ID',
  'BLOB_READ_WRITE_TOKEN',
  'BLOB_ACCESS',
  'BLOB_PREFIX',
  'VERCEL_BLOB_API_URL',
  'FUNCTIONS',
  'CRON_SECRET',
  'MAX_UPLOAD_BYTES',
  'RATE_LIMIT_USER_PER_MINUTE',
  'RATE_LIMIT_IP_PER_MINUTE',
  'GRAVATAR_URL',
  'UPSTREAM_AVATARS',
  'FETCH_ADDRESSES',
  'FETCH_PRIVATE_ORIGINS',
  'AUDIT_DAYS',
  ...Object.keys(ABOUT_VARIABLES),
  ...Object.keys(MAIL_VARIABLES),
  'DEFAULT_LANGUAGE',
  'REGISTRATION',
  'REGISTRATION_DOMAINS',
  ...Object.keys(OIDC_VARIABLES),
  'CACHE_BYTES',
  'TRUST_PROXY',
  'HEIC',
  'METRICS_PORT',
  'METRICS_TOKEN',
  'LOG_LEVEL',
];

describe('the settings', () => {
  it('have defaults', () => {
    expect(parseEnv({})).toEqual(DEFAULTS);
  });

  it.each([
    ['', '10.0.0.1', 0, false],
    ['1', '10.0.0.1', 0, true],
    ['1', '10.0.0.2', 1, false],
    ['10.0.0.0/8, loopback', '10.1.2.3', 0, true],
    ['10.0.0.0/8, loopback', '127.0.0.1', 3, true],
    ['10.0.0.0/8', '192.0.2.1', 0, false],
  ])('with TRUST_PROXY=%j trust %s, %i hops away: %s', (value, address, hop, believed) => {
    expect(parseEnv({ TRUST_PROXY: value }).trustProxy(address, hop)).toBe(believed);
  });

  it('count as unset when they are empty', () => {
    expect(parseEnv(Object.fromEntries(NAMES.map((name) => [name, ''])))).toEqual(DEFAULTS);
  });

  it('have the values of their variables', () => {
    const secret = 's'.repeat(32);
    const databaseUrl = 'postgresql://me:pw@db:5432/likeness';
    expect(
      parseEnv({
        PORT: '8080',
        HOST: '127.0.0.1',
        BASE_URL: 'https://pictures.example.org/',
        DATA_DIR: '/var/lib/likeness',
        DATABASE_URL: databaseUrl,
        REDIS_URL: 'rediss://:pw@redis:6379/1',
        SECRET: secret,
        MAX_UPLOAD_BYTES: '1000000',
        RATE_LIMIT_USER_PER_MINUTE: '20',
        RATE_LIMIT_IP_PER_MINUTE: '10',
        GRAVATAR_URL: 'https://pictures.example.org/gravatar/',
        UPSTREAM_AVATARS: ' https://www.gravatar.com/, https://seccdn.libravatar.org,',
        FETCH_PRIVATE_ORIGINS: 'https://photos.example.org:8443/, http://10.0.0.5',
        CACHE_BYTES: '2000000',
        TRUST_PROXY: '1',
        AUDIT_DAYS: '30',
        HEIC: 'off',
        METRICS_PORT: '9464',
        METRICS_TOKEN: 'a token of sixteen',
        LOG_LEVEL: 'warn',
        DEFAULT_LANGUAGE: 'de',
        PATH: '/usr/bin',
      }),
    ).toEqual({
      port: 8080,
      defaultLanguage: 'de',
      host: '127.0.0.1',
      baseUrl: 'https://pictures.example.org',
      dataDir: '/var/lib/likeness',
      databaseUrl,
      redisUrl: 'rediss://:pw@redis:6379/1',
      secret,
      storage: { kind: 'filesystem' },
      functions: false,
      pageSources: { pictures: undefined, uploads: undefined },
      cronSecret: undefined,
      maxUploadBytes: 1_000_000,
      userPerMinute: 20,
      addressPerMinute: 10,
      gravatarUrl: 'https://pictures.example.org/gravatar',
      upstreamAvatars: ['https://www.gravatar.com', 'https://seccdn.libravatar.org'],
      fetching: { trustedOrigins: ['https://photos.example.org:8443', 'http://10.0.0.5'] },
      cacheBytes: 2_000_000,
      trustProxy: expect.any(Function),
      mail: { smtpUrl: undefined, from: { name: 'Likeness', address: 'no-reply@pictures.example.org' }, product: 'Likeness' },
      auditDays: 30,
      verifiesAddresses: false,
      heic: false,
      metricsPort: 9464,
      metricsToken: 'a token of sixteen',
      logLevel: 'warn',
    });
  });

  it('derive the public address from the port by default', () => {
    expect(parseEnv({ PORT: '4001' }).baseUrl).toBe('http://localhost:4001');
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['BASE_URL', 'pictures.example.org'],
    ['BASE_URL', 'ftp://pictures.example.org'],
    ['GRAVATAR_URL', 'gravatar.example.org'],
    ['GRAVATAR_URL', 'file:///etc'],
    ['UPSTREAM_AVATARS', 'https://www.gravatar.com, libravatar'],
    ['CACHE_BYTES', '64MB'],
    ['CACHE_BYTES', '1000'],
    ['AUDIT_DAYS', '0'],
    ['AUDIT_DAYS', 'never'],
    ['GRAVATAR_URL', 'https://gravatar.example.org/?d=404'],
    ['DATABASE_URL', 'mysql://db/likeness'],
    ['DATABASE_URL', 'likeness'],
    ['REDIS_URL', 'http://redis:6379'],
    ['SECRET', 'short'],
    ['MAX_UPLOAD_BYTES', '25MB'],
    ['MAX_UPLOAD_BYTES', '1'],
    ['MAX_UPLOAD_BYTES', '99999999999'],
    ['REGISTRATION', 'secret'],
    ['HEIC', 'yes'],
    ['FETCH_ADDRESSES', 'yes'],
    ['FETCH_PRIVATE_ORIGINS', 'photos.example.org'],
    ['FETCH_PRIVATE_ORIGINS', 'https://photos.example.org/of/people'],
    ['LOG_LEVEL', 'loud'],
    ['DEFAULT_LANGUAGE', 'zh'],
  ])('refuse %s=%s', (name, value) => {
    const message = errorMessage({ [name]: value });
    expect(message.split('\n').filter((line) => line.startsWith('  '))).toEqual([expect.stringContaining(`  ${name}: `)]);
  });

  it('report all invalid variables at once, with their values', () => {
    const message = errorMessage({
      PORT: 'eighty',
      BASE_URL: 'nowhere',
      MAX_UPLOAD_BYTES: '-5',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'x',
      SECRET: 'y',
    });
    for (const name of ['PORT', 'BASE_URL', 'MAX_UPLOAD_BYTES', 'LOG_LEVEL', 'DATABASE_URL', 'SECRET'])
      expect(message).toContain(`  ${name}: `);
    for (const value of ['"eighty"', '"nowhere"', '"-5"', '"loud"']) expect(message).toContain(value);
    expect(message).toContain('.env.example');
  });

  it('decide who may open an account, with the domains for that mode alone', () => {
    const fixed = { registration: 'domains', registrationDomains: ['example.org', 'example.com'] };
    expect(parseEnv({ REGISTRATION: 'domains', REGISTRATION_DOMAINS: ' Example.org, example.com' }).registration).toEqual(fixed);
    expect(parseEnv({ REGISTRATION: 'closed' }).registration).toEqual({ registration: 'closed', registrationDomains: [] });
    expect(errorMessage({ REGISTRATION: 'domains' })).toContain('REGISTRATION_DOMAINS: expected domains such as example.org');
    expect(errorMessage({ REGISTRATION_DOMAINS: 'example.org' })).toContain('REGISTRATION: expected domains');
    expect(errorMessage({ REGISTRATION: 'domains', REGISTRATION_DOMAINS: 'ada@example.org' })).toContain('REGISTRATION_DOMAINS: ');
  });

  it('never show a secret or the password of a database', () => {
    expect(errorMessage({ SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(errorMessage({ METRICS_TOKEN: 'hunter2' })).not.toContain('hunter2');
    expect(errorMessage({ DATABASE_URL: 'mysql://me:hunter2@db/likeness' })).not.toContain('hunter2');
    expect(errorMessage({ REDIS_URL: 'http://:hunter2@redis' })).not.toContain('hunter2');
  });
});

describe('.env.example', () => {
  const text = readFileSync('.env.example', 'utf8');

  it('documents every variable, commented out, and no other', () => {
    expect([...text.matchAll(/^# ?([A-Z0-9_]+)=/gm)].map(([, name]) => name).sort()).toEqual(NAMES.toSorted());
  });

  it('is valid as it is', () => {
    expect(parseDotEnv(text)).toEqual({});
  });

  it('shows the defaults: uncommenting everything changes nothing', () => {
    expect(parseEnv(parseDotEnv(text.replaceAll(/^# ?(?=[A-Z0-9_]+=)/gm, '')) as Record<string, string>)).toEqual(DEFAULTS);
  });
});
