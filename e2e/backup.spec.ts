import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startBlobStandIn } from '@/testing/blob-stand-in';
import { backUpAndRestore, runScript } from './server/backup';
import { startServer, temporaryFolder } from './server/server';

// Each starts two servers, saves ten pictures, and makes all of their sizes twice.
test.slow();

test('a backup of a running server, restored onto an empty machine, shows every picture as before', async () => {
  await backUpAndRestore([{ DATABASE_URL: '' }, { DATABASE_URL: '' }]);
});

test('the same with pictures in a store of Vercel Blob, restored to another one', async () => {
  const standIn = await startBlobStandIn();
  const settings = () => ({
    DATABASE_URL: '',
    STORAGE: 'vercel-blob',
    BLOB_READ_WRITE_TOKEN: standIn.createStore().token,
    VERCEL_BLOB_API_URL: standIn.apiUrl,
  });
  await backUpAndRestore([settings(), settings()]);
  standIn.stop();
});

test('a server that is stopped is backed up as well, and an empty folder is refused', async () => {
  const env = { DATABASE_URL: '' };
  const [server, folder] = [await startServer(env), await temporaryFolder()];
  await server.stop();
  const file = join(folder, 'stopped.tar');
  expect(await runScript('backup', file, { ...env, DATA_DIR: server.dataDir })).toMatch(/stopped\.tar: \d+ rows, 0 pictures\./);
  expect(await readdir(server.dataDir)).not.toContain('lock');
  const empty = join(folder, 'empty');
  await expect(runScript('backup', file, { ...env, DATA_DIR: empty })).rejects.toThrow(`Expected a database in ${empty}, found none.`);
  await Promise.all([server.dataDir, folder].map((path) => rm(path, { recursive: true, force: true })));
});
