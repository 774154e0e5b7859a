import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPage } from '@/server/pages.mjs';
import load, { renderDocument } from './document-loader.mjs';

const FOLDER = 'docs/api';
const documents = readdirSync(FOLDER).map((file) => {
  const source = readFileSync(`${FOLDER}/${file}`, 'utf8');
  return { file, source, path: file === 'README.md' ? '/docs' : `/docs/${file.replace(/\.md$/, '')}`, ...renderDocument(source) };
});
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, first = '']) => first);
const anchors = new Map(documents.map(({ path, html }) => [path, all(html, / id="([^"]*)"/g)]));

/** Whether a link of a page leads to a page that exists, and to a heading on it. */
function leadsSomewhere(from: string, href: string): boolean {
  if (href.startsWith('https://')) return true;
  const { pathname, hash } = new URL(href, `http://localhost${from}`);
  return isPage(pathname) && (hash === '' || anchors.get(pathname)?.includes(hash.slice(1)) === true);
}

describe.each(documents)('$file', ({ source, path, html, sections }) => {
  it('has links that lead to pages and headings', () => {
    const links = all(html, / href="([^"]*)"/g);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((href) => !leadsSomewhere(path, href))).toEqual([]);
  });

  it('keeps every link, or names the file that it led to', () => {
    const written = all(source, /\]\(([^)]+)\)/g);
    const elsewhere = written.filter((href) => href.startsWith('../'));
    expect(all(html, / href="([^"]*)"/g)).toHaveLength(written.length - elsewhere.length);
    const named = all(html, / \(<code>((?:docs\/|messages\/|README)[^<]+)<\/code>\)/g);
    expect(named).toHaveLength(elsewhere.length);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('has one heading of the first level, and no gap in the order of the others', () => {
    const levels = all(html, /<h(\d)/g).map(Number);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
    expect(new Set(anchors.get(path)).size).toBe(levels.length);
    expect(sections.map(({ id }) => id)).toEqual(all(html, /<h2 id="([^"]*)"/g));
  });

  it('has nothing that a policy would block, and nothing wide that does not scroll by keyboard', () => {
    expect(html).not.toMatch(/<(?:script|style|img|iframe)|<[^>]* (?:style|on\w+)=/);
    const wide = all(html, /(<(?:table|pre)>)/g).length - all(html, /<div class="document-table document-(\w+)"><table>/g).length;
    const names = all(html, /role="group" tabindex="0" aria-label="((?:Table|Example): [^"]+)"><(?:table|pre)>/g);
    expect(names).toHaveLength(wide);
    expect(new Set(names).size).toBe(wide);
    expect(all(html, /(tabindex)/g)).toHaveLength(wide);
  });
});

it('anchors are those of repository hosts, and titles have no markup', () => {
  const { html, sections } = renderDocument('## Values of `d`, "and" *more*\n\n## Values of `d`, "and" *more*\n');
  expect(sections).toEqual([
    { id: 'values-of-d-and-more', title: 'Values of d, "and" more' },
    { id: 'values-of-d-and-more-1', title: 'Values of d, "and" more' },
  ]);
  expect(html).toContain('<h2 id="values-of-d-and-more-1">Values of <code>d</code>, &quot;and&quot; <em>more</em></h2>');
});

it.each([
  ['[Zulip](zulip.md)', '<a href="/docs/zulip">Zulip</a>'],
  ['[`code`](./native.md#errors)', '<a href="/docs/native#errors"><code>code</code></a>'],
  ['`GET /api/me/{id}`', '<code>GET /api<wbr>/me<wbr>/{id}</code>'],
  ['[all](README.md)', '<a href="/docs">all</a>'],
  ['[here](#errors)', '<a href="#errors">here</a>'],
  ['[there](https://example.org/?a=1&b=2)', '<a href="https://example.org/?a=1&amp;b=2">there</a>'],
  ['[columns](../import.md#people)', 'columns (<code>docs/import.md</code>)'],
  ['[sign-in](../../README.md#sign-in)', 'sign-in (<code>README.md</code>)'],
  ['ada@example.org at www.example.org?a&b', 'ada@example.org at www.example.org?a&amp;b'],
  ['https://example.org/', '<a href="https://example.org/">https://example.org/</a>'],
])('%s becomes %s', (markdown, html) => {
  expect(renderDocument(markdown).html).toBe(`<p>${html}</p>\n`);
});

const LINK = 'a link to a heading, a file of the repository or an https address';

it.each([
  ['<b>bold</b>', 'Markdown without HTML; got <b>'],
  ['a <script>b</script>', 'Markdown without HTML; got <script>'],
  ['![picture](a.png)', 'a document without pictures; got ![picture](a.png)'],
  ['[x](javascript:alert)', `${LINK}; got javascript:alert`],
  ['[x](http://example.org)', `${LINK}; got http://example.org`],
  ['<ada@example.org>', `${LINK}; got mailto:ada@example.org`],
  ['[x](https://example.org/?a&amp;b)', 'a heading or link without entities; got https://example.org/?a&amp;b'],
  ['## Salt &amp; pepper', 'a heading or link without entities; got Salt &amp; pepper'],
])('%s is refused, with the name of the document', (markdown, expected) => {
  const loader = { addDependency: () => undefined, resourcePath: resolve('docs/api/zulip.md') };
  let message = '';
  try {
    load.call(loader, markdown);
  } catch (error) {
    message = String(error);
  }
  expect(message).toBe(`Error: docs/api/zulip.md: Expected ${expected}`);
});

it('parts that scroll have names of their own, and tables of two columns take no focus', () => {
  const columns = (count: number) => `${'| a '.repeat(count)}|\n${'| --- '.repeat(count)}|\n`;
  const { html } = renderDocument(`## Errors\n\n${columns(3)}\n${columns(2)}\n${columns(4)}\n    curl\n`);
  expect(all(html, / tabindex="0" aria-label="([^"]*)"/g)).toEqual(['Table: Errors', 'Table: Errors (2)', 'Example: Errors']);
  expect(all(html, /<div class="document-table document-pairs">(<table>)/g)).toHaveLength(1);
});

it.each([
  ['ten-letter', 'document-table document-pairs"'],
  ['`GET /api/me/{id}/original/picture`', 'document-table document-pairs"'],
  ['eleven-more', 'document-table document-breaking"'],
  ['twenty-three-characters', 'document-table" role="group" tabindex="0"'],
])('a table of two columns with %s', (word, expected) => {
  expect(renderDocument(`| a | b |\n| --- | --- |\n| ${word} | c |\n`).html).toContain(`<div class="${expected}`);
});

it('a document is a module without imports, and depends on its loader', () => {
  const dependencies: string[] = [];
  const loaded = load.call({ addDependency: (path) => dependencies.push(path), resourcePath: resolve('docs/api/a.md') }, '# A\n');
  expect(dependencies).toEqual([resolve('scripts/document-loader.mjs')]);
  expect(loaded).toBe('export default {"sections":[],"html":"<h1 id=\\"a\\">A</h1>\\n"};');
});
