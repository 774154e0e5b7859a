import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DumpLine } from '@/lib/db/backup/dump';
import { parseEnv } from '@/lib/env';
import { openInstallation } from '@/scripts/installation';
import { blobStores } from '@/testing/blob-store';
import { temporaryFolder } from '@/testing/folder';
import { keysBelow } from '@/testing/storage';
import { createBackup } from './create';
import { restoreBackup } from './restore';

const { standIn } = blobStores();
const MIGRATIONS = ['20260101000000_init'];

const PICTURES = Array.from({ length: 40 }, (_, at) => ({ key: `originals/${at}`, bytes: new Uint8Array(1_000 + at).fill(at % 251) }));

const lines: DumpLine[] = [
  ['start', { migrations: MIGRATIONS }],
  ['table', 'Avatar'],
  ...PICTURES.map(({ key }): DumpLine => ['row', { originalKey: key.slice('originals/'.length), removedAt: null }]),
  ['end', { sequences: {}, rows: PICTURES.length }],
];

/** The storage of an installation with these settings, as the scripts open it. */
async function openStore(kind: string) {
  const { token, apiUrl = '' } = standIn().createStore();
  const settings = { STORAGE: kind, BLOB_READ_WRITE_TOKEN: token, VERCEL_BLOB_API_URL: apiUrl, BLOB_PREFIX: 'likeness' };
  return openInstallation(parseEnv({ ...settings, DATA_DIR: await temporaryFolder() }));
}

it.each([
  ['vercel-blob', 'vercel-blob'],
  ['filesystem', 'vercel-blob'],
  ['vercel-blob', 'filesystem'],
])('a backup of pictures in %s, restored to %s, has every picture', async (from, to) => {
  const [source, target, folder] = [await openStore(from), await openStore(to), await temporaryFolder()];
  await Promise.all(PICTURES.map(({ key, bytes }) => source.put(key, bytes)));
  await source.put('renditions/0/64.webp', new Uint8Array([1]));
  const file = join(folder, 'likeness.tar');
  const dump = async (write: (line: string) => Promise<void>) => {
    for (const line of lines) await write(JSON.stringify(line));
  };
  const manifest = await createBackup({ dump, storage: source, secret: null, file });
  expect(manifest.missing).toEqual([]);
  const loaded: DumpLine[] = [];
  const empty = {
    content: async () => (await keysBelow(target))[0],
    storage: target,
    migrations: MIGRATIONS,
    async load(given: AsyncIterable<DumpLine>) {
      for await (const line of given) loaded.push(line);
    },
    writeSecret: async () => {},
  };
  await restoreBackup(file, empty, join(folder, 'scratch'));
  expect(loaded).toEqual(lines);
  expect(await keysBelow(target)).toEqual(PICTURES.map(({ key }) => key).toSorted());
  for (const { key, bytes } of PICTURES) expect(Buffer.compare((await target.get(key)) ?? new Uint8Array(), bytes), key).toBe(0);
  await expect(restoreBackup(file, empty, join(folder, 'scratch'))).rejects.toThrow('Expected an empty installation, found originals/0.');
});
