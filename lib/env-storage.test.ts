import { describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { errorMessage } from '@/testing/env';

describe('the settings of the storage', () => {
  it.each([
    ['a bucket of Amazon', { S3_REGION: 'eu-central-1' }, { region: 'eu-central-1' }],
    ['a bucket in the region of the SDK’s own variable', { AWS_REGION: 'eu-west-1' }, { region: 'eu-west-1' }],
    [
      'a bucket of a compatible service',
      { S3_ENDPOINT: 'http://127.0.0.1:9000/', S3_PREFIX: '/likeness//prod' },
      { endpoint: 'http://127.0.0.1:9000', region: 'us-east-1', forcePathStyle: true, prefix: 'likeness/prod/' },
    ],
    [
      'a bucket with everything set',
      {
        S3_ENDPOINT: 'https://s3.example.org',
        S3_REGION: 'nl-1',
        S3_FORCE_PATH_STYLE: 'off',
        S3_PUBLIC_URL: 'https://cdn.example.org/',
        S3_ENCRYPTION: 'aws:kms',
        S3_KMS_KEY_ID: 'alias/likeness',
      },
      {
        endpoint: 'https://s3.example.org',
        region: 'nl-1',
        publicUrl: 'https://cdn.example.org',
        encryption: 'aws:kms',
        kmsKeyId: 'alias/likeness',
      },
    ],
  ])('name %s', (_name, given, expected) => {
    const defaults = {
      endpoint: undefined,
      prefix: '',
      forcePathStyle: false,
      publicUrl: undefined,
      encryption: undefined,
      kmsKeyId: undefined,
    };
    const { storage } = parseEnv({ STORAGE: 's3', S3_BUCKET: 'pictures', ...given });
    expect(storage).toEqual({ kind: 's3', bucket: 'pictures', ...defaults, ...expected });
  });

  it('report everything that is missing for S3 at once, beside what is invalid', () => {
    expect(errorMessage({ STORAGE: 's3', HEIC: 'yes' })).toBe(
      [
        'Invalid environment variables:',
        '  HEIC: expected on or off (got "yes")',
        '  S3_BUCKET: expected the name of the bucket, since STORAGE is s3 (got nothing)',
        '  S3_REGION: expected a region such as eu-central-1, or S3_ENDPOINT, since STORAGE is s3 (got nothing)',
        '.env.example documents all of them.',
      ].join('\n'),
    );
  });

  it.each([
    ['STORAGE', 'disk'],
    ['S3_ENDPOINT', 's3.example.org'],
    ['S3_PREFIX', 'a b'],
    ['S3_PREFIX', '..//'],
    ['S3_FORCE_PATH_STYLE', 'yes'],
    ['S3_PUBLIC_URL', 'https://cdn.example.org/?x'],
    ['S3_ENCRYPTION', 'none'],
  ])('refuse %s=%s', (name, value) => {
    const message = errorMessage({ [name]: value });
    expect(message.split('\n').filter((line) => line.startsWith('  '))).toEqual([expect.stringContaining(`  ${name}: `)]);
  });

  it('name a store of Vercel Blob', () => {
    const token = 'vercel_blob_rw_abc_0123456789';
    const defaults = { kind: 'vercel-blob', token, access: 'private', prefix: '', apiUrl: undefined };
    expect(parseEnv({ STORAGE: 'vercel-blob', BLOB_READ_WRITE_TOKEN: token }).storage).toEqual(defaults);
    expect(
      parseEnv({
        STORAGE: 'vercel-blob',
        BLOB_READ_WRITE_TOKEN: token,
        BLOB_ACCESS: 'public',
        BLOB_PREFIX: '/preview/7',
        VERCEL_BLOB_API_URL: 'http://127.0.0.1:9000/',
      }).storage,
    ).toEqual({ ...defaults, access: 'public', prefix: 'preview/7/', apiUrl: 'http://127.0.0.1:9000' });
  });

  it('report a missing token of Vercel Blob', () => {
    expect(() => parseEnv({ STORAGE: 'vercel-blob' })).toThrow(
      [
        'Invalid environment variables:',
        '  BLOB_READ_WRITE_TOKEN: expected the token of the store, since STORAGE is vercel-blob (got nothing)',
        '.env.example documents all of them.',
      ].join('\n'),
    );
  });

  it.each([
    ['BLOB_READ_WRITE_TOKEN', 'vercel_blob_client_abc_0123456789'],
    ['BLOB_ACCESS', 'anyone'],
    ['BLOB_PREFIX', 'a b'],
    ['VERCEL_BLOB_API_URL', 'localhost'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(`\n  ${name}: expected `);
  });

  it('never show the token of a store', () => {
    expect(() => parseEnv({ BLOB_READ_WRITE_TOKEN: 'hunter2' })).toThrow('(got something else)');
  });
});
