import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ORGANIZATION } from '@/components/layout/settings-pages';
import { administratorPages, askForNotFoundPage, asksForNotFoundPage, isPage, pageAudience, pageMethods } from './pages.mjs';

const FOLDER = 'app/(settings)';

/** Paths of pages that call `notFound()` for people who are no administrators. */
function checkingPages(): string[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('/page.tsx'));
  const checking = files.filter((file) => /if \(!\w+\.isAdmin\) notFound\(\);/.test(readFileSync(join(FOLDER, file), 'utf8')));
  return checking.map((file) => `/${file.replace(/\/page\.tsx$/, '')}`);
}

it('the pages of administrators are those that check the sender, and those that the navigation shows to administrators alone', () => {
  const pages = administratorPages();
  expect(checkingPages().toSorted()).toEqual(pages.toSorted());
  const listed = ORGANIZATION.map(({ href }) => href);
  expect(pages.filter((path) => !path.endsWith(']')).toSorted()).toEqual(listed.toSorted());
});

it('each document of docs/api has a page, which is read only, and no other path below /docs has one', () => {
  const documents = readdirSync('docs/api').map((file) => (file === 'README.md' ? '/docs' : `/docs/${file.replace(/\.md$/, '')}`));
  expect(documents.length).toBeGreaterThan(6);
  for (const path of documents) expect([path, isPage(path), pageMethods(path)]).toEqual([path, true, ['GET', 'HEAD', 'OPTIONS']]);
  for (const path of ['/docs/overview', '/docs/README', '/docs/native.md', '/docs/constructor', '/docs/native/x'])
    expect([path, isPage(path)]).toEqual([path, false]);
});

it.each([
  ['/', 'anyone', null],
  ['/docs/native', 'anyone', null],
  ['/settings/picture', 'anyone', null],
  ['/settings/audit', 'administrators', null],
  ['/settings/audit/', 'administrators', null],
  ['/settings/people/12', 'administrators', 12],
  ['/settings/people/9999999999/', 'administrators', 9_999_999_999],
  ['/setup', 'setup', null],
  ['/_not-found', 'anyone', null],
])('%s exists for: %s', (path, existsFor, personId) => {
  expect(pageAudience(path)).toEqual({ existsFor, personId });
});

it('the client of Next.js gets the whole page for unknown paths', () => {
  const request = { url: '/settings/people?_rsc=1', headers: { rsc: '1', 'next-router-prefetch': '1', 'next-url': '/', cookie: 'a=b' } };
  expect(asksForNotFoundPage(request)).toBe(false);
  askForNotFoundPage(request);
  expect(asksForNotFoundPage(request)).toBe(true);
  expect(request).toEqual({ url: '/_not-found', headers: { 'next-url': '/', cookie: 'a=b' } });
});
