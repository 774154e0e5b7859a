import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { otherVersion } from './chromium-version.mjs';

const folder = mkdtempSync(join(tmpdir(), 'likeness-chromium-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that prints a version, as Chromium does. */
function chromium(version: string): string {
  const path = join(folder, version);
  writeFileSync(path, `#!/bin/sh\necho 'Chromium ${version} built on Debian'\n`);
  chmodSync(path, 0o755);
  return path;
}

const record = join(folder, 'chromium.json');

it('pictures of the same Chromium are compared, and those of another one are left out with both versions', () => {
  writeFileSync(record, JSON.stringify({ version: 'Chromium 156.0.1 built on Debian' }));
  expect(otherVersion(chromium('156.0.1'), record)).toBeNull();
  expect(otherVersion(chromium('157.0.0'), record)).toBe(
    'The pictures of views are of another Chromium. Expected: Chromium 156.0.1 built on Debian. Found: Chromium 157.0.0 built on Debian.',
  );
});

it('pictures without a record are not compared', () => {
  expect(otherVersion(chromium('156.0.1'), join(folder, 'none.json'))).toContain('Expected: none yet.');
});
