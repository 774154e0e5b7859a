import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { otherDrawing } from './chromium-drawing.mjs';

const folder = mkdtempSync(join(tmpdir(), 'likeness-chromium-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that prints a version and a page, as Chromium does. */
function chromium(version: string, letters: string): string {
  const path = join(folder, `${version}-${letters}`);
  const script = `[ "$1" = --version ] && echo 'Chromium ${version} built on Debian' || echo '<html><body>letters ${letters}</body></html>'`;
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const record = join(folder, 'chromium.json');
writeFileSync(record, JSON.stringify({ version: 'Chromium 156.0.1 built on Debian', letters: 'a1' }));

it('pictures of the same Chromium and the same fonts are compared', () => {
  expect(otherDrawing(chromium('156.0.1', 'a1'), record)).toBeNull();
});

it.each([
  ['another Chromium', '157.0.0', 'a1'],
  ['other fonts', '156.0.1', 'b2'],
])('pictures of %s are left out, with the reason', (_, version, letters) => {
  expect(otherDrawing(chromium(version, letters), record)).toBe(
    'The pictures of views are of another Chromium or other fonts. Expected: Chromium 156.0.1 built on Debian, letters a1. ' +
      `Found: Chromium ${version} built on Debian, letters ${letters}.`,
  );
});

it('pictures without a record are not compared', () => {
  expect(otherDrawing(chromium('156.0.1', 'a1'), join(folder, 'none.json'))).toContain('Expected: none yet');
});
