import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { CHROMIUM_ARGS } from './chromium.mjs';

it('disables every feature of Chromium that Playwright disables, whose list it replaces', () => {
  const require = createRequire(createRequire(import.meta.url).resolve('playwright/package.json'));
  const source = readFileSync(require.resolve('playwright-core/lib/coreBundle'), 'utf8');
  const [, list = ''] = source.match(/\bdisabledFeatures = \[([^\]]+)\]/) ?? [];
  const theirs = [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  expect(theirs.length).toBeGreaterThan(10);
  const [ours = []] = CHROMIUM_ARGS.flatMap((arg) => (arg.startsWith('--disable-features=') ? [arg.slice(19).split(',')] : []));
  expect(ours).toEqual(expect.arrayContaining(theirs));
});
