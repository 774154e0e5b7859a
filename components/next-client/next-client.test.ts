import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, readSource, sourceFiles } from '@/testing/imports';
import * as constants from './constants';

const CLIENT = join(ROOT, 'node_modules/next/dist/client');
const { default: config } = await import(join(ROOT, 'next.config.mjs'));
const replaced: string[] = Object.keys(config.turbopack.resolveAlias);

/** Scripts of Next.js for browsers, without those of its development server. */
const scripts = readdirSync(CLIENT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js') && !path.startsWith('dev/'))
  .map((path) => readFileSync(join(CLIENT, path), 'utf8'));

it('the constants of Next.js that its scripts read are those that it has', () => {
  const readers = scripts.filter((text) => replaced.some((path) => path.endsWith('/lib/constants') && text.includes(`require("${path}")`)));
  const read = new Set(readers.flatMap((text) => text.match(/(?<=\b_constants\.)\w+/g) ?? []));
  expect(readers.length).toBeGreaterThan(0);
  expect([...read].sort()).toEqual(Object.keys(constants).sort());
  const original = createRequire(import.meta.url)('next/dist/lib/constants');
  for (const [name, value] of Object.entries(constants)) expect(original[name]).toBe(value);
});

it('every module that is replaced is one that the scripts of Next.js ask for', () => {
  const polyfill = readFileSync(join(ROOT, 'node_modules/next/dist/build/polyfills/process.js'), 'utf8');
  const asks = (path: string) =>
    [...scripts, polyfill].some((text) => text.includes(`require("${path}")`) || text.includes(`require('${path}')`));
  expect(replaced.filter((path) => !asks(path))).toEqual([]);
});

it('no page has a server action', () => {
  const files = ['app', 'components', 'lib'].flatMap(sourceFiles).filter((path) => !path.endsWith('.test.ts'));
  expect(files.filter((path) => /^\s*['"]use server['"]/m.test(readSource(path)))).toEqual([]);
});
