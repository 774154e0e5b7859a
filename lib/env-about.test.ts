import { expect, it } from 'vitest';
import { parseEnv } from '@/lib/env';
import { errorMessage } from '@/testing/env';

it('the footer of pages links the documentation and the source code that the operator names', () => {
  const { docsUrl, sourceUrl } = parseEnv({ DOCS_URL: 'https://docs.example.org/pictures', SOURCE_URL: 'http://code.example.org' });
  expect({ docsUrl, sourceUrl }).toEqual({ docsUrl: 'https://docs.example.org/pictures', sourceUrl: 'http://code.example.org' });
  expect(parseEnv({})).toMatchObject({ docsUrl: undefined, sourceUrl: undefined });
});

it.each(['javascript:alert(1)', 'docs.example.org', '/docs'])('%s is no address of documentation and source code', (value) => {
  expect(errorMessage({ DOCS_URL: value, SOURCE_URL: value })).toMatch(
    /DOCS_URL: expected an address.*\n.*SOURCE_URL: expected an address/,
  );
});
