// Which Chromium, and which fonts of the machine, the pictures of views are of. Others draw letters a little otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CHROMIUM_ARGS } from './chromium.mjs';

const FILE = 'e2e/ui/baselines/chromium.json';

/** Prints a hash (FNV-1a) of the pixels of letters that the fonts of the pages lack: they come from fonts of the machine. */
const LETTERS = `<body><script>
  const context = document.createElement('canvas').getContext('2d');
  let hash = 2166136261;
  for (const font of ['32px sans-serif', '32px monospace']) for (const text of ['Abc 0123', 'العربية', '日本語', '简体中文']) {
    context.clearRect(0, 0, 300, 150);
    context.font = font;
    context.fillText(text, 10, 60);
    for (const value of context.getImageData(0, 0, 300, 150).data) hash = Math.imul(hash ^ value, 16777619) >>> 0;
  }
  document.body.textContent = 'letters ' + hash.toString(16);
</script>`;

/**
 * @returns what `chromium --version` prints, such as `Chromium 156.0.8078.108 built on Debian GNU/Linux 12 (bookworm)`, and a hash of how it
 *   draws letters here
 */
export function drawingOf(path) {
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const page = `data:text/html;charset=utf-8,${encodeURIComponent(LETTERS)}`;
  const options = ['--headless', ...CHROMIUM_ARGS, '--font-render-hinting=none', '--disable-gpu', '--dump-dom', page];
  const { stdout } = spawnSync(path, options, { encoding: 'utf8', timeout: 60_000 });
  return { version, letters: /letters ([0-9a-f]+)/.exec(stdout)?.[1] ?? 'unknown' };
}

export function recordDrawing(path) {
  writeFileSync(FILE, `${JSON.stringify(drawingOf(path), null, 2)}\n`);
}

/** @returns why pictures of this Chromium cannot be compared; null if they can */
export function otherDrawing(path, file = FILE) {
  const expected = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { version: 'none yet', letters: 'none yet' };
  const found = drawingOf(path);
  const textOf = ({ version, letters }) => `${version}, letters ${letters}`;
  if (textOf(found) === textOf(expected)) return null;
  return `The pictures of views are of another Chromium or other fonts. Expected: ${textOf(expected)}. Found: ${textOf(found)}.`;
}
