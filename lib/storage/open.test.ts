import { expect, it } from 'vitest';
import { readSource, sourceFiles } from '@/testing/imports';

it('drivers of remote stores are loaded only when they are opened: the default pays nothing for them', () => {
  const files = sourceFiles('lib').filter((path) => !/\.(?:test|contract)\.ts$/.test(path));
  const importing = (pattern: RegExp) => files.filter((path) => pattern.test(readSource(path))).toSorted();
  expect(importing(/from '@aws-sdk\//)).toEqual(['lib/storage/s3-client.ts', 'lib/storage/s3.ts']);
  expect(importing(/from '(?:\.|@\/lib\/storage)\/s3-client'/)).toEqual(['lib/storage/s3.ts']);
  expect(importing(/from '(?:\.|@\/lib\/storage)\/s3'/)).toEqual([]);
  expect(importing(/from '@vercel\/blob'/)).toEqual([
    'lib/storage/vercel-blob-attempts.ts',
    'lib/storage/vercel-blob-failures.ts',
    'lib/storage/vercel-blob.ts',
  ]);
  expect(importing(/from '(?:\.|@\/lib\/storage)\/vercel-blob(?:-\w+)?'/)).toEqual([
    'lib/storage/vercel-blob-failures.ts',
    'lib/storage/vercel-blob.ts',
  ]);
  expect(importing(/await import\('\.\/vercel-blob'\)/)).toEqual(['lib/storage/open.ts']);
  expect(importing(/await import\('\.\/s3'\)/)).toEqual(['lib/storage/open.ts']);
});
