import { describe, expect, it } from 'vitest';
import { type Import, importsOf, readFile, readSource, sourceFiles, specifiers, withoutComments } from './testing/imports';

/** Code that ships. Tests, and what only tests use, may reach anything. */
const isTest = (path: string) => /\.(?:test|contract)\.tsx?$/.test(path) || path.startsWith('lib/testing/');
const files = ['app', 'components', 'lib'].flatMap(sourceFiles).filter((path) => !isTest(path));

interface Rule {
  who: string;
  of: RegExp;
  /** Which files of ours these may import. */
  files: RegExp | ((from: string) => RegExp);
  /** Which packages; all of them unless given. */
  packages?: RegExp;
}

/** Who may import whom. Each file is under the first rule that its path matches. */
const RULES: Rule[] = [
  { who: 'the composition root', of: /^lib\/app\.ts$/, files: /./ },
  { who: 'what pages ask for', of: /^lib\/pages\.ts$/, files: /^lib\/(?:app$|avatars\/|dialects\/|gravatar\/)/ },
  { who: 'pages and addresses', of: /^app\//, files: /^(?:app|components)\/|^lib\/(?:app|pages)$/ },
  { who: 'components', of: /^components\//, files: /^components\/|^lib\/avatars\/limits$/ },
  {
    who: 'the core',
    of: /^lib\/avatars\//,
    files: /^lib\/avatars\//,
    packages: /^(?:sharp|thumbhash|exifreader|lru-cache|node:(?:crypto|zlib|timers\/promises))$/,
  },
  {
    who: 'a dialect',
    of: /^lib\/dialects\/[^/]+\//,
    files: (from) => new RegExp(`^lib/(?:avatars/|dialects/[^/]+$|dialects/${from.split('/')[2]}/)`),
  },
  { who: 'what dialects share', of: /^lib\/dialects\//, files: /^lib\/avatars\/|^lib\/dialects\/[^/]+$/ },
  {
    who: 'storage, database, auth, gravatar and styles',
    of: /^lib\/(?:storage|db|auth|gravatar|styles)\//,
    // The gate schedules work of any kind; sign-ins wait in one.
    files: (from) => new RegExp(`^lib/avatars/(?:ports|accounts|errors|limits|gate|email|text)$|^lib/${from.split('/')[1]}/`),
  },
  {
    who: 'a decoder',
    of: /^lib\/decoders\//,
    // A gate is for whatever waits its turn, and files are hopped through in one way.
    files: /^lib\/avatars\/(?:ports|errors|limits|gate|jpeg-segments|png-chunks)$|^lib\/decoders\//,
  },
  { who: 'the environment', of: /^lib\/env\.ts$/, files: /^lib\/avatars\/limits$/ },
];

function broken({ from, to, kind }: Import): string | undefined {
  const rule = RULES.find(({ of }) => of.test(from));
  if (!rule) return `${from} is in no layer: give it a row in RULES`;
  const allowed = kind === 'package' ? (rule.packages ?? /^[^(]/) : typeof rule.files === 'function' ? rule.files(from) : rule.files;
  return allowed.test(to) && !isTest(`${to}.ts`) ? undefined : `${from} imports ${to}, which ${rule.who} may not`;
}

const breaches = (imports: Import[]) => imports.map(broken).filter((breach) => breach !== undefined);

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
    ['components/editor.tsx', 'lib/avatars/crop'],
    ['components/editor.tsx', 'lib/app'],
    ['lib/avatars/pipeline.ts', 'lib/dialects/body'],
    ['lib/avatars/pipeline.ts', 'lib/env'],
    ['lib/dialects/zulip/endpoints.ts', 'lib/dialects/native/parts'],
    ['lib/dialects/serve.ts', 'lib/dialects/native/parts'],
    ['lib/dialects/native/avatar.ts', 'lib/db/people'],
    ['lib/dialects/native/avatar.ts', 'lib/env'],
    ['lib/storage/s3.ts', 'lib/avatars/pipeline'],
    ['lib/storage/s3.ts', 'lib/env'],
    ['lib/db/people.ts', 'lib/auth/password'],
    ['lib/styles/painter.ts', 'lib/avatars/sharp'],
    ['lib/gravatar/gravatars.ts', 'lib/avatars/gravatar'],
    ['lib/gravatar/gravatars.ts', 'lib/env'],
    ['lib/decoders/heic.ts', 'lib/avatars/pipeline'],
    ['lib/avatars/heic.ts', 'lib/decoders/heic'],
    ['lib/env.ts', 'lib/avatars/errors'],
    ['lib/app.ts', 'lib/testing/world'],
    ['lib/stray.ts', 'lib/avatars/limits'],
  ])('%s must not import %s', (from, to) => {
    expect(breaches([{ from, to, kind: 'file' }])).toHaveLength(1);
  });

  it.each(['next', 'react', 'zod', 'node:fs', 'node:fs/promises', '@prisma/client', '(computed)'])('the core must not import %s', (to) => {
    expect(breaches([{ from: 'lib/avatars/pipeline.ts', to, kind: 'package' }])).toHaveLength(1);
  });
});

describe('the scan for imports', () => {
  it.each([
    ["import a from 'x'", ['x']],
    ["import type { A } from 'x'", ['x']],
    ["import {\n  a,\n  type B,\n} from 'x';", ['x']],
    ["import * as a from 'x';import 'y';", ['x', 'y']],
    ["export * from 'x'; export type { A } from 'y'", ['x', 'y']],
    ["const a = await import('x'); type B = import('y').B; require('z')", ['x', 'y', 'z']],
    ['import(`x`)', ['x']],
    [['import(`', '{name}`)'].join('$'), ['(computed)']],
    ['import(name)', ['(computed)']],
    ["// import a from 'x'\n/* import b from 'y' */ const url = 'https://z'; import c from 'w'", ['w']],
    ["export const from = 'x'", []],
  ])('%j imports %j', (text, expected) => {
    expect(specifiers(withoutComments(text))).toEqual(expected);
  });
});

describe('the environment', () => {
  it('is read in lib/env.ts alone', () => {
    const readers = files.filter((path) =>
      /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|['"](?:node:)?process['"]/.test(readSource(path)),
    );
    expect(readers).toEqual(['lib/env.ts']);
  });
});

describe('route files', () => {
  it('are addresses: ten lines at most, importing the composition root alone', () => {
    const routes = files.filter((path) => /^app\/.*\/route\.ts$/.test(path));
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter((path) => readFile(path).trimEnd().split('\n').length > 10)).toEqual([]);
    expect(routes.flatMap(importsOf).filter(({ to }) => to !== 'lib/app')).toEqual([]);
  });
});
