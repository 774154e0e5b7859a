import { describe, expect, it } from 'vitest';
import { router } from '@/lib/routes';
import { type Import, importsOf, readFile, readSource, sourceFiles, specifiers } from '@/testing/imports';
import { RULES } from '@/testing/room-rules';

/** Code that ships. Tests, and what only tests use, may reach anything. */
const isTest = (path: string) => /\.(?:test|contract)\.tsx?$/.test(path) || path.startsWith('testing/');
const files = ['app', 'components', 'lib'].flatMap(sourceFiles).filter((path) => !isTest(path));

function breach({ from, to, kind }: Import): string | undefined {
  const rule = RULES.find(({ of }) => of.test(from));
  if (!rule) return `${from} is in no layer: give it a row in RULES`;
  const allowed = kind === 'package' ? (rule.packages ?? /^[^(]/) : typeof rule.files === 'function' ? rule.files(from) : rule.files;
  return allowed.test(to) && !isTest(`${to}.ts`) ? undefined : `${from} imports ${to}, which ${rule.who} may not`;
}

const breaches = (imports: Import[]) => imports.map(breach).filter((breach) => breach !== undefined);

describe('who imports whom', () => {
  it('is what the design says', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(breaches(files.flatMap(importsOf))).toEqual([]);
  });

  it('every file has a layer', () => {
    expect(files.filter((path) => !RULES.some(({ of }) => of.test(path)))).toEqual([]);
  });

  it.each([
    ['app/page.tsx', 'lib/db/people'],
    ['app/page.tsx', 'lib/avatars/pipeline'],
    ['components/editor.tsx', 'lib/imaging/geometry/crop'],
    ['components/editor.tsx', 'lib/app'],
    ['components/editor.tsx', 'lib/dialects/native/schemas'],
    ['components/api/request.ts', 'lib/dialects/native/resource'],
    ['lib/dialects/native/schemas.ts', 'lib/avatars/ports'],
    ['lib/avatars/pipeline.ts', 'lib/http/body/body'],
    ['lib/avatars/pipeline.ts', 'lib/env'],
    ['lib/dialects/zulip/endpoints.ts', 'lib/dialects/native/parts'],
    ['lib/http/serve.ts', 'lib/dialects/native/parts'],
    ['lib/dialects/native/avatar.ts', 'lib/db/people'],
    ['lib/dialects/native/avatar.ts', 'lib/env'],
    ['lib/dialects/zulip/avatar.ts', 'lib/imaging/decode/header'],
    ['lib/dialects/zulip/image-type.ts', 'lib/imaging/formats/detect'],
    ['lib/storage/s3.ts', 'lib/avatars/pipeline'],
    ['lib/storage/s3.ts', 'lib/env'],
    ['lib/db/people.ts', 'lib/accounts/password'],
    ['lib/styles/painter.ts', 'lib/imaging/sharp'],
    ['lib/gravatar/gravatars.ts', 'lib/avatars/use-gravatar'],
    ['lib/gravatar/gravatars.ts', 'lib/env'],
    ['lib/decoders/heic.ts', 'lib/avatars/pipeline'],
    ['lib/imaging/decode/heic.ts', 'lib/decoders/heic'],
    ['lib/env.ts', 'lib/errors'],
    ['lib/app.ts', 'testing/world'],
    ['lib/routes.ts', 'lib/dialects/zulip/errors'],
    ['lib/stray.ts', 'lib/imaging/limits'],
  ])('%s must not import %s', (from, to) => {
    expect(breaches([{ from, to, kind: 'file' }])).toHaveLength(1);
  });

  it.each(['next', 'react', 'zod', 'node:fs', 'node:fs/promises', '@prisma/client', '(computed)'])('the core must not import %s', (to) => {
    expect(breaches([{ from: 'lib/avatars/pipeline.ts', to, kind: 'package' }])).toHaveLength(1);
  });
});

describe('the environment', () => {
  it('is read in lib/env.ts alone', () => {
    const filesReading = files.filter((path) =>
      /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|['"](?:node:)?process['"]/.test(readSource(path)),
    );
    expect(filesReading).toEqual(['lib/env.ts']);
  });
});

describe('types', () => {
  const all = ['app', 'components', 'e2e', 'lib', 'server', 'testing'].flatMap(sourceFiles);

  it('are not cast by way of unknown', () => {
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter((path) => /\bas\s+(?:unknown|any|never)\s+as\b/.test(readSource(path)))).toEqual([]);
  });

  it('are all that pages take from the schemas of the native API, so that zod is not part of their code', () => {
    const pages = files.filter((path) => /^(?:app|components)\//.test(path)).map((path) => ({ path, text: readSource(path) }));
    const takesValues = ({ text }: { text: string }) =>
      /\b(?:import|export)\s+(?!type\b)[^;]*?from\s*['"][^'"]*dialects\/native\/(?:[a-z]+\/)?(?:[a-z]+-)?schemas['"]/.test(text);
    expect(pages.filter(({ text }) => /dialects\/native\/(?:[a-z]+\/)?(?:[a-z]+-)?schemas/.test(text)).map(({ path }) => path)).toEqual([
      'components/api/resource.ts',
    ]);
    expect(pages.filter(takesValues)).toEqual([]);
    expect(pages.filter(({ text }) => specifiers(text).includes('zod'))).toEqual([]);
  });

  it('tell dialects what failed, and not the cause of an error, which is for the log', () => {
    const dialects = files.filter((path) => path.startsWith('lib/dialects/'));
    expect(dialects.length).toBeGreaterThan(50);
    expect(dialects.filter((path) => /\.\s*cause\b|\{[^{}]*\bcause\b[^{}]*\}\s*=|\bas\s+ErrorDetails\b/.test(readSource(path)))).toEqual(
      [],
    );
  });
});

describe('routes', () => {
  it('reach Next.js through one file of three lines, which imports the composition root alone', () => {
    const routes = files.filter((path) => /^app\/.*\/route\.ts$/.test(path));
    expect(routes).toEqual(['app/[...path]/route.ts']);
    expect(routes.map((path) => readFile(path).trimEnd().split('\n').length)).toEqual([3]);
    expect(routes.flatMap(importsOf).map(({ to }) => to)).toEqual(['lib/app']);
  });

  it('are written in the tables of the dialects alone', () => {
    // Literal parts of each path, such as `/api/keys/` of `/api/keys/:id`. Pages and files have other paths.
    const parts = [...new Set(router.routes.map(({ path }) => path.replace(/[:{].*$/, '')))];
    const others = [
      ...sourceFiles('app'),
      ...sourceFiles('server'),
      // This file builds the URLs of pictures.
      ...sourceFiles('lib/http').filter((path) => path !== 'lib/http/picture-urls.ts'),
      ...['lib/app.ts', 'lib/composition.ts', 'lib/compose-accounts.ts', 'lib/compose-doctor.ts'],
      ...['lib/routes.ts', 'server.mjs', 'instrumentation.ts'],
      'next.config.mjs',
    ].filter((path) => !/\.test\.ts$/.test(path));
    const written = others.flatMap((file) =>
      literals(file).flatMap((text) => parts.filter((part) => startsWithPath(text, part)).map((part) => `${file} has ${part} in ${text}`)),
    );
    expect(parts.length).toBeGreaterThan(40);
    expect(written).toEqual([]);
  });
});

/** Strings and regular expressions of a file. Escaped slashes count as slashes. */
function literals(path: string): string[] {
  const text = readSource(path).replaceAll('\\/', '/');
  return [...text.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`|\/\^([^\n]*)/g)].map(
    ([, ...groups]) => groups.find((group) => group !== undefined) ?? '',
  );
}

/** Whether a literal begins with a path, alone or followed by more segments. */
function startsWithPath(text: string, path: string): boolean {
  const at = text.replace(/^[^/]*\$\{[^}]*\}/, '');
  return at === path || at.startsWith(path.endsWith('/') ? path : `${path}/`);
}
