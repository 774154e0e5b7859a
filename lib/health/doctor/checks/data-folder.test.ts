import { expect, it } from 'vitest';
import { verdictOf } from '@/testing/in-process/web';
import { dataFolderCheck } from './data-folder';

const found = (probe: () => Promise<void>) => verdictOf(dataFolderCheck({ probe }));

it('a data folder that takes files is fine', async () => {
  expect(await found(async () => {})).toEqual({ level: 'ok', detail: 'The data folder takes files.', advice: 'Nothing to do.' });
});

it.each([
  ['EACCES', 'This user may not write to it.', 'Give the folder to the user of the server: chown -R USER DATA_DIR.'],
  ['EROFS', 'Its file system is read-only.', 'Mount it for writing. Systems remount a damaged disk read-only: read the log of the system.'],
  ['ENOSPC', 'Its disk is full.', 'Free space on the disk, or move DATA_DIR to a larger one.'],
  ['EDQUOT', 'The quota of this user is used up.', 'Free space, or raise the quota.'],
  ['ENOENT', 'It does not exist.', 'Start the server once, which creates it, or correct DATA_DIR.'],
  ['EIO', 'The system refused a file.', 'Read the log of the system about the disk of DATA_DIR.'],
])('a data folder that refuses files with %s is a problem', async (code, reason, advice) => {
  const error = Object.assign(new Error('/srv/secret/path'), { code });
  expect(await found(() => Promise.reject(error))).toEqual({
    level: 'problem',
    detail: `The data folder takes no files. ${reason}`,
    advice,
  });
});
