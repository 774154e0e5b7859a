// npm run baselines: renews the pictures of the views that no longer look as they did, and compresses them. With --compare it only compares
// them, and leaves that out if they are of another Chromium or other fonts.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { ensureChromium } from './chromium.mjs';
import { otherDrawing, recordDrawing } from './chromium-drawing.mjs';
import { run } from './prepare.mjs';

const FOLDER = 'e2e/ui/baselines';

const rest = process.argv.slice(2);
const path = await ensureChromium();
if (rest.includes('--compare')) compare();
else await renew();

function compare() {
  const reason = otherDrawing(path);
  if (reason === null) test(rest.filter((each) => each !== '--compare'));
  else console.log(`Left out. ${reason}`);
}

async function renew() {
  const start = Date.now();
  const reason = otherDrawing(path);
  if (reason !== null && rest.length > 0) {
    console.error(`${reason} Renew all of them: npm run baselines`);
    process.exit(1);
  }
  test([`--update-snapshots=${reason === null ? 'changed' : 'all'}`, ...rest]);
  for (const name of await readdir(FOLDER)) {
    const file = join(FOLDER, name);
    if (!name.endsWith('.png') || (await stat(file)).mtimeMs < start) continue;
    const png = await readFile(file);
    // A palette differs less from the page than the comparison allows, and takes a third of the bytes.
    const smaller = await sharp(png).png({ palette: true, effort: 10 }).toBuffer();
    if (smaller.length < png.length) await writeFile(file, smaller);
    console.log(`Renewed ${file}`);
  }
  recordDrawing(path);
}

function test(options) {
  run(process.execPath, ['scripts/test.mjs', 'e2e', FOLDER, ...options], { E2E_BASELINES: '1', CHROMIUM: path });
}
