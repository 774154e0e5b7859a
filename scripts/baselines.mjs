// npm run baselines: renews the pictures of the views that no longer look as they did, and compresses them.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { run } from './prepare.mjs';

const FOLDER = 'e2e/ui/baselines';

const start = Date.now();
run(process.execPath, ['scripts/test.mjs', 'e2e', FOLDER, '--update-snapshots=changed', ...process.argv.slice(2)], { E2E_BASELINES: '1' });
for (const name of await readdir(FOLDER)) {
  const path = join(FOLDER, name);
  if ((await stat(path)).mtimeMs < start) continue;
  const png = await readFile(path);
  // A palette differs less from the page than the comparison allows, and takes a third of the bytes.
  const smaller = await sharp(png).png({ palette: true, effort: 10 }).toBuffer();
  if (smaller.length < png.length) await writeFile(path, smaller);
  console.log(`Renewed ${path}`);
}
