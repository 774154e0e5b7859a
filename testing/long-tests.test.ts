import { describe, expect, it } from 'vitest';
import { sourceFiles } from './imports';
import { LONG_TESTS, THOROUGH_TESTS } from './long-tests.mjs';

const tests = ['lib', 'components', 'scripts', 'server', 'testing'].flatMap(sourceFiles).filter((path) => /\.test\.tsx?$/.test(path));

/** The files of a pattern that has no more than names, `*` and one `{a,b}`. */
function matches(pattern: string): string[] {
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll('*', '[^/.]*')
    .replace(/\{(.*)\}/, (_, names: string) => `(?:${names.replaceAll(',', '|')})`);
  return tests.filter((path) => new RegExp(`^${source}$`).test(path));
}

describe('tests that the fast loop leaves out', () => {
  it.each(LONG_TESTS)('%s are files of the repository', (pattern) => {
    expect(matches(pattern)).not.toEqual([]);
  });

  it('are in less than a quarter of the files', () => {
    expect(new Set(LONG_TESTS.flatMap(matches)).size).toBeLessThan(tests.length / 4);
  });
});

describe('tests that only a thorough run has', () => {
  const listed = Object.keys(THOROUGH_TESTS);

  it('are files of the repository, and none of the fast loop', () => {
    expect(listed.filter((path) => !tests.includes(path))).toEqual([]);
    expect(listed.filter((path) => !/\.(?:image|fuzz|db|io)\.test\.ts$/.test(path))).toEqual([]);
  });

  it('are few, and each has a reason that names the tests of the usual case', () => {
    expect(listed.length).toBeLessThanOrEqual(10);
    expect(Object.values(THOROUGH_TESTS).filter((reason) => !/; \S+(?:\.ts|\/\S+) /.test(reason))).toEqual([]);
    const named = Object.values(THOROUGH_TESTS).flatMap((reason) => reason.match(/[\w./-]+\.ts/g) ?? []);
    const known = [...tests, ...sourceFiles('e2e')];
    expect(named.filter((name) => !known.some((path) => `/${path}`.endsWith(`/${name}`)))).toEqual([]);
  });
});
