import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** One import of one file: of a file in the repository (its path without extension) or of a package (its bare name). */
export interface Import {
  from: string;
  to: string;
  kind: 'file' | 'package';
}

/** Source files below a folder of the repository, as paths from its root; nothing when the folder does not exist. */
export const sourceFiles = (folder: string): string[] => filesBelow(folder, /\.(?:tsx?|m?jsx?)$/);

export const styleSheetsBelow = (folder: string): string[] => filesBelow(folder, /\.css$/);

function filesBelow(folder: string, names: RegExp): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map((entry) => posix.relative(ROOT, posix.join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('lib/db/generated/'));
}

export function readFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Files without their comments, by path, until they change: several tests read most of the repository. */
const sources = new Map<string, { modified: number; text: string }>();

export function readSource(path: string): string {
  const modified = statSync(join(ROOT, path)).mtimeMs;
  const known = sources.get(path);
  if (known?.modified === modified) return known.text;
  const text = withoutComments(readFile(path));
  sources.set(path, { modified, text });
  return text;
}

/** Blanks comments and keeps strings, in which `//` is no comment. */
export function withoutComments(text: string): string {
  const token = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(token, (_match, quoted: string | undefined) => quoted ?? ' ');
}

/** Everything that a text without comments imports: static, for side effects, re-exported, dynamic, and types. */
export function specifiers(text: string): string[] {
  const found = [
    ...text.matchAll(/\b(?:import|export)\b[^'"`;()=]*?\bfrom\s*['"]([^'"]+)['"]/g),
    // Not the end of a string.
    ...text.matchAll(/(?<!['"/-])\bimport\s*['"]([^'"]+)['"]/g),
    // A computed one cannot be checked, so it has a name that no rule allows.
    ...text.matchAll(/\b(?:import|require)\s*\(\s*(?:['"`]([^'"`$]+)['"`]\s*[,)])?/g),
  ];
  return found.map(([, specifier]) => specifier ?? '(computed)');
}

/** The imports of one file. */
export function importsOf(path: string): Import[] {
  return specifiers(readSource(path)).map((specifier) => {
    if (specifier.startsWith('.')) return { from: path, to: posix.join(posix.dirname(path), specifier), kind: 'file' };
    if (specifier.startsWith('@/')) return { from: path, to: specifier.slice(2), kind: 'file' };
    return { from: path, to: specifier, kind: 'package' };
  });
}
