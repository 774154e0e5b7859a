import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '@/testing/collect';
import { temporaryFolder } from '@/testing/folder';
import { openFolder } from './folder';
import { openReport } from './report';
import type { ImportResult } from './results';

describe('a folder of pictures', () => {
  it('has files of two levels, and leads to none outside', async () => {
    const outside = await temporaryFolder();
    const root = join(outside, 'pictures');
    await mkdir(join(root, 'team', 'deep'), { recursive: true });
    await mkdir(join(root, '.git'));
    for (const file of [
      'secret.png',
      'pictures/b.png',
      'pictures/a.png',
      'pictures/.hidden.png',
      'pictures/.git/x.png',
      'pictures/team/c.png',
    ])
      await writeFile(join(outside, file), file);
    await writeFile(join(root, 'team', 'deep', 'd.png'), 'd');
    await symlink('../secret.png', join(root, 'link.png'));
    await symlink('a.png', join(root, 'inner.png'));
    await symlink(outside, join(root, 'way-out'));

    const folder = await openFolder(root);
    expect(await collect(folder.files())).toEqual(['a.png', 'b.png', 'inner.png', 'link.png', 'team/c.png', 'way-out']);
    const read = async (path: string) => Buffer.from(await folder.read(path, 100)).toString();
    expect(await Promise.all(['a.png', 'inner.png', 'team/c.png'].map(read))).toEqual([
      'pictures/a.png',
      'pictures/a.png',
      'pictures/team/c.png',
    ]);
    for (const path of ['link.png', '../secret.png', 'way-out/secret.png', 'way-out', '/etc/passwd/../passwd/..']) {
      await expect(read(path)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:forbidden|not_found)$/) });
    }
    for (const path of ['', '.', 'team', 'missing.png', `a\0.png`]) await expect(read(path)).rejects.toMatchObject({ code: 'not_found' });
    await expect(folder.read('a.png', 3)).rejects.toMatchObject({ code: 'file_too_large' });
  });

  it('has to exist', async () => {
    await expect(openFolder(join(await temporaryFolder(), 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the report of an import', () => {
  const row = (number: number, result: 'created' | 'existing' = 'created'): ImportResult => ({
    type: 'person',
    row: number,
    email: `${number}@example.org`,
    result,
    id: number,
  });
  const failed: ImportResult = { type: 'person', row: 3, email: null, result: 'failed', problem: 'Bad.', code: 'bad', params: {} };
  const picture: ImportResult = { type: 'picture', file: 'a.png', result: 'set', id: 1 };
  const NEW = { isResumed: false, isDryRun: false };
  const RESUMED = { isResumed: true, isDryRun: false };
  const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n').map((line) => line && JSON.parse(line));

  it('goes on after the last whole line of a killed run, with each row once', async () => {
    const path = join(await temporaryFolder(), 'report.jsonl');
    const first = await openReport(path, NEW);
    for (const result of [row(1), failed, picture]) await first.add(result);
    await first.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, '{"type":"person","row":2,"em', { flag: 'a' });

    const second = await openReport(path, RESUMED);
    expect([second.isImported({ file: 'a.png' }), second.isImported({ file: 'b.png' })]).toEqual([true, false]);
    expect([...second.imported]).toEqual([[1, 'a.png']]);
    for (const result of [row(1, 'existing'), row(2), failed]) await second.add(result);
    expect(second.summary()).toMatchObject({ created: 2, existing: 0, failedRows: 1, set: 1 });
    await second.close();
    expect(await linesOf(path)).toEqual([{ type: 'start', dryRun: false }, row(1), failed, picture, row(2), '']);
  });

  it('takes a better outcome of what failed', async () => {
    const path = join(await temporaryFolder(), 'report.jsonl');
    const bad: ImportResult = { type: 'picture', file: 'a.png', result: 'failed', problem: 'Bad.' };
    const first = await openReport(path, NEW);
    await first.add(bad);
    await first.close();
    const second = await openReport(path, RESUMED);
    expect(second.isImported({ file: 'a.png' })).toBe(false);
    await second.add(picture);
    await second.close();
    const third = await openReport(path, RESUMED);
    expect(third.summary()).toMatchObject({ set: 1, failedPictures: 0 });
    await third.close();
  });

  it('goes on after names with every separator of lines, and never cuts off what follows a line that is wrong', async () => {
    const path = join(await temporaryFolder(), 'report.jsonl');
    const odd: ImportResult = { ...picture, file: 'a\u2028b\u2029c\u0085d\r\n.png' };
    const first = await openReport(path, NEW);
    for (const result of [odd, row(1)]) await first.add(result);
    await first.close();
    const second = await openReport(path, RESUMED);
    expect([second.isImported({ file: odd.file }), second.summary()]).toEqual([true, expect.objectContaining({ set: 1, created: 1 })]);
    await second.close();
    expect(await linesOf(path)).toEqual([{ type: 'start', dryRun: false }, odd, row(1), '']);

    const edited = (await readFile(path, 'utf8')).replace('"row":1', '"row":');
    await writeFile(path, `${edited}${JSON.stringify(row(2))}\n`);
    const before = await readFile(path, 'utf8');
    await expect(openReport(path, RESUMED)).rejects.toThrow('is no result, and it is not the last one');
    expect(await readFile(path, 'utf8')).toBe(before);
    const saved = before.replace('"row":', '"row":1').replaceAll('\n', '\r\n');
    await writeFile(path, saved);
    const third = await openReport(path, RESUMED);
    expect(third.summary()).toMatchObject({ set: 1, created: 2 });
    await third.close();
    expect(await readFile(path, 'utf8')).toBe(saved);
  });

  it('is not continued by a dry run, whose pictures would count as imported', async () => {
    const path = join(await temporaryFolder(), 'report.jsonl');
    await (await openReport(path, NEW)).close();
    await expect(openReport(path, { isResumed: true, isDryRun: true })).rejects.toThrow('Leave out --dry-run or --resume.');
  });

  it('is neither overwritten nor taken for another file', async () => {
    const folder = await temporaryFolder();
    const [report, dry, other] = ['report.jsonl', 'dry.jsonl', 'people.csv'].map((name) => join(folder, name)) as [string, string, string];
    await (await openReport(report, NEW)).close();
    await (await openReport(dry, { isResumed: false, isDryRun: true })).close();
    await writeFile(other, 'email\nada@example.org\n');
    await expect(openReport(report, NEW)).rejects.toThrow('Continue its import with --resume, or give another file.');
    await expect(openReport(dry, RESUMED)).rejects.toThrow('is that of a dry run');
    await expect(openReport(other, RESUMED)).rejects.toThrow('is no report of an import');
    expect(await readFile(other, 'utf8')).toBe('email\nada@example.org\n');
  });
});
