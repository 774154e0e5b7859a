// Imports only Node's built-ins: a fresh clone has no packages yet.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Runs `work` unless it already ran for the same contents of these files and folders. Reads them only if a size or a time has changed.
 *
 * @param {{ root: string, stamp: string, inputs: readonly string[] }} paths relative to `root`; `stamp` remembers the inputs
 * @param {() => void} work
 */
export function onceFor({ root, stamp, inputs }, work) {
  const path = join(root, stamp);
  const files = inputs.flatMap((input) => filesBelow(root, input)).sort((one, other) => (one.path < other.path ? -1 : 1));
  const times = hashOf(files, ({ path, size, mtimeMs }) => `${path}\n${size} ${mtimeMs}\n`);
  const [knownContents, knownTimes] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  if (times === knownTimes) return;
  const contents = hashOf(files, ({ path }) => [`${path}\n`, readFileSync(join(root, path))]);
  const isKnown = contents === knownContents;
  if (!isKnown) work();
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${contents}\n${times}`);
  } catch (error) {
    // A copy of a build that belongs to another user: it is read again at each start.
    if (!isKnown || !['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
}

/** Native packages are for one version of Node's modules. */
function hashOf(files, partsOf) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const part of files.flatMap(partsOf)) hash.update(part);
  return hash.digest('hex');
}

function filesBelow(root, path) {
  const state = statSync(join(root, path), { throwIfNoEntry: false });
  if (!state) return [];
  return state.isFile() ? [fileOf(path, state)] : filesOf(root, path);
}

/** Calls `stat` for inputs only: `npm start` waits for it. */
function filesOf(root, folder) {
  if (folder === 'lib/db/generated') return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesOf(root, path);
    return /\.(test|contract)\.tsx?$/.test(path) ? [] : filesBelow(root, path);
  });
}

function fileOf(path, { size, mtimeMs }) {
  return { path, size, mtimeMs };
}
