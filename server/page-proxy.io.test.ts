import { readdirSync } from 'node:fs';
import { unstable_doesMiddlewareMatch as isMatched } from 'next/experimental/testing/server';
import { expect, it, vi } from 'vitest';

it('in a function, every page has its methods and headers from the proxy', async () => {
  // The test runner has another one of this name.
  vi.stubEnv('BASE_URL', 'https://pictures.example.org');
  const { config } = await import('../proxy.functions');
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => `/${file}`.endsWith('/page.tsx'));
  const pages = files.map((file) => `/${file.replace(/\([^)]*\)\/?/g, '').replace(/\/?[^/]*$/, '')}`.replace('[id]', '1'));
  expect(pages).toContain('/settings/people/1');
  expect(pages.filter((url) => !isMatched({ config, url, nextConfig: {} }))).toEqual([]);
});
