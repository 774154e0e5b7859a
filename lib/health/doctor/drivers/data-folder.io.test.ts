import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '@/testing/folder';
import { verdictOf } from '@/testing/in-process/web';
import { CAN_MOUNT, mountSmallDisk } from '@/testing/small-disk';
import { dataFolderCheck } from '../checks/data-folder';
import { secretsCheck } from '../checks/secrets';
import { describeSecret, privateEntries, probeFolder } from './data-folder';

const writing = (folder: string) => verdictOf(dataFolderCheck({ probe: () => probeFolder(folder) }));

const secrets = (folder: string, variable?: string) =>
  verdictOf(secretsCheck({ entries: () => privateEntries(folder), secret: () => describeSecret(variable, folder) }));

it('a folder that takes files is fine, and keeps none of the probe', async () => {
  const folder = await temporaryFolder();
  expect((await writing(folder)).level).toBe('ok');
  expect(await readdir(folder)).toEqual([]);
});

it('a folder that is missing is a problem', async () => {
  const folder = join(await temporaryFolder(), 'missing');
  expect(await writing(folder)).toMatchObject({ level: 'problem', detail: 'The data folder takes no files. It does not exist.' });
});

it.runIf(CAN_MOUNT)('a disk that is full or read-only is a problem', async () => {
  const folder = await temporaryFolder();
  const disk = await mountSmallDisk(folder, 1);
  onTestFinished(disk.unmount);
  await writeFile(join(folder, 'others'), Buffer.alloc(1024 * 1024));
  expect(await writing(folder)).toMatchObject({ level: 'problem', detail: 'The data folder takes no files. Its disk is full.' });
  await disk.readOnly();
  expect(await writing(folder)).toMatchObject({
    level: 'problem',
    detail: 'The data folder takes no files. Its file system is read-only.',
  });
});

it('a data folder with the modes that the server sets is fine, and each mode that is open is told', async () => {
  const folder = await temporaryFolder();
  for (const name of ['pg', 'pictures']) await mkdir(join(folder, name), { mode: 0o700 });
  await writeFile(join(folder, 'secret'), 'kM3vX9qLr7TzP1wYbN5sHd8fJc2gUe6A\n', { mode: 0o600 });
  expect((await secrets(folder)).level).toBe('ok');
  await chmod(join(folder, 'secret'), 0o644);
  expect(await secrets(folder)).toMatchObject({
    level: 'problem',
    detail: 'Other users of this machine can read secret in the data folder (mode 0644).',
  });
  await chmod(join(folder, 'secret'), 0o600);
  await chmod(join(folder, 'pg'), 0o750);
  expect(await secrets(folder)).toMatchObject({
    level: 'problem',
    detail: 'Other users of this machine can read pg in the data folder (mode 0750).',
  });
});

it('a secret is measured without its line end, and told by its length alone', async () => {
  const folder = await temporaryFolder();
  expect(await describeSecret(undefined, folder)).toBeNull();
  await writeFile(join(folder, 'secret'), 'too short\n', { mode: 0o600 });
  expect(await describeSecret(undefined, folder)).toEqual({ from: 'file', characters: 9, distinct: 6 });
  expect(await describeSecret('change-me-change-me-change-me-change-me', folder)).toEqual({ from: 'SECRET', characters: 39, distinct: 8 });
  const found = await secrets(folder, 'change-me-change-me-change-me-change-me');
  expect(found).toMatchObject({ level: 'problem', detail: 'SECRET can be guessed: it has only 8 different characters.' });
});
