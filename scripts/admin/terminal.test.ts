import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { processTerminal } from './terminal';

const ESCAPES = 'Ada\u001b[2J\u009b31m\r';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the terminal of a command', () => {
  it('shows control characters as such, and keeps lines and columns', async () => {
    const [log, error] = [vi.spyOn(console, 'log').mockReturnValue(), vi.spyOn(console, 'error').mockReturnValue()];
    const terminal = processTerminal();
    await terminal.print(`1\tmember\t${ESCAPES}\n2\tmember\tBob ✓`);
    await terminal.warn(ESCAPES);
    expect(log.mock.calls).toEqual([['1\tmember\tAda\uFFFD[2J\uFFFD31m\uFFFD\n2\tmember\tBob ✓']]);
    expect(error.mock.calls).toEqual([['Ada\uFFFD[2J\uFFFD31m\uFFFD']]);
  });

  it('creates files for their owner alone, replaces none, and follows no link', async () => {
    const folder = await temporaryFolder();
    const [path, link, old] = ['ada.zip', 'link.zip', 'old.zip'].map((name) => join(folder, name)) as [string, string, string];
    const terminal = processTerminal();
    await terminal.createFile(path);
    await terminal.appendToFile(Buffer.from('PK').toString('base64'));
    await terminal.appendToFile(Buffer.from('..').toString('base64'));
    await terminal.closeFile();
    expect([(await stat(path)).mode & 0o777, await readFile(path, 'utf8')]).toEqual([0o600, 'PK..']);
    await writeFile(old, 'old');
    await symlink(join(folder, 'elsewhere'), link);
    for (const taken of [path, old, link]) await expect(terminal.createFile(taken)).rejects.toThrow(`got ${taken}: it exists.`);
    await terminal.discard();
    expect(await readFile(old, 'utf8')).toBe('old');
  });

  it('removes a file that is not complete', async () => {
    const path = join(await temporaryFolder(), 'ada.zip');
    const terminal = processTerminal();
    await terminal.createFile(path);
    await terminal.discard();
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
