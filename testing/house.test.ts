import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readFile, readSource, sourceFiles, styleSheetsBelow } from './imports';

const FOLDERS = ['app', 'bench', 'components', 'e2e', 'lib', 'prisma', 'scripts', 'server', 'testing'];
const files = FOLDERS.flatMap(sourceFiles);
const styleSheets = FOLDERS.flatMap(styleSheetsBelow);
const isTest = (path: string) => /\.(?:test|contract|spec)\.tsx?$/.test(path);

describe('a newcomer can find and read the code:', () => {
  it('no file has more than 250 lines', () => {
    expect(files.length).toBeGreaterThan(700);
    expect(styleSheets.length).toBeGreaterThan(5);
    expect([...files, ...styleSheets].filter((path) => readFile(path).trimEnd().split('\n').length > 250)).toEqual([]);
  });

  it('no folder of lib has more than 18 files besides tests', () => {
    const folders = new Set(files.filter((path) => path.startsWith('lib/')).map((path) => path.slice(0, path.lastIndexOf('/'))));
    const sizes = [...folders].map((folder) => ({
      folder,
      files: readdirSync(join(ROOT, folder)).filter((name) => /\.(?:ts|mjs)$/.test(name) && !isTest(name)).length,
    }));
    expect(folders.size).toBeGreaterThan(20);
    expect(sizes.filter((size) => size.files > 18)).toEqual([]);
  });
});

it('each form names its method: without one, a form that is sent before its scripts run puts its fields into the address, passwords too', () => {
  const forms = files
    .filter((path) => path.endsWith('.tsx') && !isTest(path))
    .flatMap((path) => readSource(path).match(/<form\b[^;]*?>/gs) ?? []);
  expect(forms.length).toBeGreaterThan(20);
  expect(forms.filter((form) => !/\bmethod="(?:dialog|get|post)"/.test(form))).toEqual([]);
});

/** Words of the glossary that other terms replace, as parts of identifiers. Left out: words that are terms of a format or a library. */
const REPLACED = /^(?:gates?|lanes?|films?|squares|giveBack|overlooked|receipts?|sniff|zoo|harmed|verbs?|pace|remembering|linger|unread)$/i;

/** Others of them, which are parts of longer terms: custom sizes are "made on request". */
const REPLACED_ALONE = /^(?:judge|look|made|once|said|say)$/i;

describe('identifiers', () => {
  it('use the terms of the glossary', () => {
    const declared = files.flatMap((path) =>
      [...withoutStrings(readSource(path)).matchAll(/\b(?:const|let|function|interface|type|class)\s+([A-Za-z_$][\w$]*)/g)].map(
        ([, name = '']) => ({ path, name }),
      ),
    );
    expect(declared.length).toBeGreaterThan(5000);
    const segments = (name: string) => name.split(/_|(?<=[a-z0-9])(?=[A-Z])/);
    expect(declared.filter(({ name }) => segments(name).some((segment) => REPLACED.test(segment)) || REPLACED_ALONE.test(name))).toEqual(
      [],
    );
  });
});

/** First words of comments that describe instead of naming: "what is compared", "who may import". The term itself is shorter. */
const INDIRECT = /^\s*(?:\/\/|\*|\/\*\*) (?:What|Who|Whoever|Nobody|Somebody)\b/;

describe('comments', () => {
  it('begin with the term for their subject', () => {
    const begun = files.flatMap((path) =>
      readFile(path)
        .split('\n')
        .filter((line) => INDIRECT.test(line))
        .map((line) => ({ path, line: line.trim() })),
    );
    expect(begun).toEqual([]);
  });
});

describe('the environment', () => {
  it('is written only for packages that read a setting from nowhere else', () => {
    const shipped = [...files.filter((path) => !/^(?:bench|e2e|testing)\//.test(path) && !isTest(path)), 'server.mjs', 'next.config.mjs'];
    const writers = shipped.filter((path) => /\bprocess\.env(?:\.\w+|\[[^\]]+\])\s*(?:\?\?|\|\|)?=(?!=)/.test(readSource(path)));
    expect(writers).toEqual(['lib/env.ts']);
    expect(readSource('lib/env.ts').match(/\bprocess\.env\.\w+\s*=(?!=)/g)).toEqual([
      'process.env.NEXTAUTH_URL =',
      'process.env.VERCEL_BLOB_RETRIES =',
    ]);
  });
});

function withoutStrings(text: string): string {
  return text.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, "''");
}
