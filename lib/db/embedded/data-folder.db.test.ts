import { chmod, chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { CAN_MOUNT, mountSmallDisk } from '@/testing/small-disk';
import { prepareDataFolder } from './data-folder';

const silent = (message: string) => {
  throw new Error(message);
};

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** A data folder with the modes that earlier versions left. */
async function openFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'pg/base/5'), { recursive: true });
  await mkdir(join(folder, 'pictures/originals'), { recursive: true });
  for (const file of ['secret', 'pg/PG_VERSION', 'pg/base/5/16384']) await writeFile(join(folder, file), 'x');
  for (const entry of ['.', ...(await readdir(folder, { recursive: true }))]) {
    const path = join(folder, entry);
    await chmod(path, (await stat(path)).isDirectory() ? 0o755 : 0o666);
  }
  return folder;
}

it('files that earlier versions left readable for everyone are closed', async () => {
  const folder = await openFolder();
  await prepareDataFolder(folder, 0, silent);
  const modes = Object.fromEntries(
    await Promise.all(
      ['.', 'secret', 'pg', 'pg/PG_VERSION', 'pg/base', 'pg/base/5', 'pg/base/5/16384', 'pictures'].map(async (path) => [
        path,
        await modeOf(join(folder, path)),
      ]),
    ),
  );
  expect(modes).toEqual({
    '.': '700',
    secret: '600',
    pg: '700',
    'pg/PG_VERSION': '600',
    'pg/base': '700',
    'pg/base/5': '700',
    'pg/base/5/16384': '600',
    pictures: '700',
  });
});

it.runIf(CAN_MOUNT)('a start that is interrupted while it closes the database is completed by the next one', async () => {
  const folder = await openFolder();
  const file = join(folder, 'pg/base/5/16384');
  const { seteuid } = process;
  if (!seteuid) throw new Error('Expected a system with users');
  for (const entry of ['.', ...(await readdir(folder, { recursive: true }))]) await chown(join(folder, entry), 12_345, -1);
  await chown(file, 0, -1);
  onTestFinished(() => seteuid(0));
  seteuid(12_345);
  await expect(prepareDataFolder(folder, 0, silent)).rejects.toMatchObject({ message: expect.stringContaining(`${file} can be read`) });
  seteuid(0);
  expect(await modeOf(join(folder, 'pg/PG_VERSION'))).toBe('666');
  await prepareDataFolder(folder, 0, silent);
  expect([await modeOf(file), await modeOf(join(folder, 'pg/PG_VERSION'))]).toEqual(['600', '600']);
});

it.each(['notes.txt', '.ssh'])('a data folder that also holds %s keeps its mode, and its private content is closed', async (other) => {
  const folder = await openFolder();
  await mkdir(join(folder, other));
  const announced: string[] = [];
  await prepareDataFolder(folder, 0, (message) => announced.push(message));
  expect([await modeOf(folder), await modeOf(join(folder, 'pg')), await modeOf(join(folder, 'secret'))]).toEqual(['755', '700', '600']);
  expect(announced).toEqual([
    `Warning: the data folder ${folder} can be read by others and is left so, because it also holds ${other}. ` +
      'Expected a folder for Likeness alone. Its secret, database and pictures are closed to others.',
  ]);
});

it.each([
  ['nothing', []],
  ['lost+found', ['lost+found']],
])('a volume with %s in it is closed', async (_what, found) => {
  const folder = await temporaryFolder();
  for (const name of found) await mkdir(join(folder, name));
  await chmod(folder, 0o755);
  await prepareDataFolder(folder, 0, silent);
  expect(await modeOf(folder)).toBe('700');
});

it('a missing data folder is created for its user alone, and so are all files in it', async () => {
  const folder = join(await temporaryFolder(), 'deep', 'data');
  await prepareDataFolder(folder, 0, silent);
  await writeFile(join(folder, 'any'), 'x');
  expect([await modeOf(folder), await modeOf(join(folder, 'any'))]).toEqual(['700', '600']);
});

it('a full disk fails the start with the required space', async () => {
  const folder = await temporaryFolder();
  await expect(prepareDataFolder(folder, 2 ** 60, silent)).rejects.toMatchObject({
    name: 'DataFolderError',
    message: expect.stringMatching(
      /^The disk of the data folder .* is full: expected at least 1099511627776 MB free to start, found \d+\. Free some space/,
    ),
  });
});

it('a data folder that cannot be created fails the start with the reason', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, 'x');
  await expect(prepareDataFolder(join(file, 'data'), 0, silent)).rejects.toMatchObject({
    name: 'DataFolderError',
    message: expect.stringContaining(`The data folder ${file}/data cannot be made: ENOTDIR`),
  });
});

it.runIf(CAN_MOUNT)('a file system without modes causes one warning', async () => {
  const folder = await openFolder();
  const disk = await mountSmallDisk(folder, 1);
  onTestFinished(disk.unmount);
  await disk.readOnly();
  const announced: string[] = [];
  await prepareDataFolder(folder, 0, (message) => announced.push(message));
  expect(announced).toEqual([
    `Warning: others on this machine may read ${folder}, and its mode cannot be changed. Expected 0700 for a folder and 0600 for a file.`,
  ]);
});

it.runIf(CAN_MOUNT)('a readable private file of another user fails the start; a readable parent folder causes a warning', async () => {
  const folder = await openFolder();
  const { geteuid, seteuid } = process;
  if (!geteuid || !seteuid) throw new Error('Expected a system with users');
  await chmod(join(folder, 'secret'), 0o600);
  await chmod(join(folder, 'pictures'), 0o700);
  await chown(join(folder, 'secret'), 12_345, -1);
  await chown(join(folder, 'pictures'), 12_345, -1);
  onTestFinished(() => seteuid(0));
  seteuid(12_345);
  await expect(prepareDataFolder(folder, 0, () => {})).rejects.toMatchObject({
    name: 'DataFolderError',
    message:
      `${folder}/pg can be read by others (mode 0755) and belongs to the user 0, while this is 12345. ` +
      `Give it to this user, or close it as its owner: chmod -R go= ${folder}/pg`,
  });
});
