import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDERS = ['.', 'docs', 'docs/api', 'docs/decisions'];
const documents = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const read = (path: string) => readFileSync(path, 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = '']) => first);

/** The anchor of a heading, as repository hosts derive it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

function isBroken(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : join(dirname(from), file);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !matches(read(target), /^#+ (.*)$/gm).some((heading) => anchorOf(heading) === anchor);
}

describe('the documents', () => {
  it.each(documents)('%s links to files and headings that exist', (path) => {
    const links = matches(read(path), /\]\((?!https?:)([^)\s]+)\)/g);
    expect(links.filter((link) => isBroken(path, link))).toEqual([]);
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/architecture.md'])('%s names files and folders that exist', (path) => {
    const named = matches(read(path), /`((?:app|components|docs|e2e|lib|prisma|scripts|server|testing)\/[^`\s<>*]*)`/g);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });

  it('the list of decisions has every record, oldest first', () => {
    const records = readdirSync('docs/decisions').filter((name) => name !== 'README.md');
    const listed = matches(read('docs/decisions/README.md'), /\]\(([^)]+)\)/g);
    expect(listed.toSorted()).toEqual(records.toSorted());
    expect(listed.map((name) => name.slice(0, 10))).toEqual(listed.map((name) => name.slice(0, 10)).toSorted());
  });
});
