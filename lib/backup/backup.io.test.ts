import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { describe, expect, it, vi } from 'vitest';
import type { DumpLine } from '@/lib/db/backup/dump';
import { memoryStorage } from '@/lib/storage/memory';
import { temporaryFolder } from '@/testing/folder';
import { keysBelow } from '@/testing/storage';
import { createBackup } from './create';
import { restoreBackup, type Target } from './restore';
import { connectToDump, serveDumps } from './socket';

const MIGRATIONS = ['20260101000000_init'];
const SECRET = 'a secret of the tests, long enough';

const avatar = (originalKey: string, removedAt: string | null = null): DumpLine => ['row', { originalKey, removedAt }];

/** The lines of a dump with these rows of pictures. */
function linesWith(...rows: DumpLine[]): DumpLine[] {
  return [
    ['start', { migrations: MIGRATIONS }],
    ['table', 'User'],
    ['row', { id: 1, name: 'Zoë' }],
    ['table', 'Avatar'],
    ...rows,
    ['end', { sequences: { User_id_seq: '1' }, rows: rows.length + 1 }],
  ];
}

const dumpOf = (lines: DumpLine[]) => async (write: (line: string) => Promise<void>) => {
  for (const line of lines) await write(JSON.stringify(line));
};

/** A backup of two pictures, with another one that no record names. */
async function backedUp() {
  const folder = await temporaryFolder();
  const file = join(folder, 'likeness.tar');
  const storage = memoryStorage();
  const pictures = { 'originals/0a': new Uint8Array(70_000).fill(7), 'originals/0b': new Uint8Array([1, 2, 3]) };
  for (const [key, bytes] of Object.entries({ ...pictures, 'originals/0c': new Uint8Array(1) })) await storage.put(key, bytes);
  await storage.put('renditions/0a/64.webp', new Uint8Array([9]));
  const lines = linesWith(avatar('0a'), avatar('0b'), avatar('0c', '2026-01-01T00:00:00.000Z'));
  const manifest = await createBackup({ dump: dumpOf(lines), storage, secret: SECRET, file });
  return { folder, file, manifest, lines, pictures };
}

function emptyTarget(fields: Partial<Target> = {}) {
  const written = { storage: memoryStorage(), lines: [] as DumpLine[], secret: '' };
  const target: Target = {
    content: async () => undefined,
    storage: written.storage,
    migrations: MIGRATIONS,
    async load(lines) {
      for await (const line of lines) written.lines.push(line);
    },
    async writeSecret(secret) {
      written.secret = secret;
    },
    ...fields,
  };
  const isUntouched = async () => (await keysBelow(written.storage)).length === 0 && written.lines.length === 0 && written.secret === '';
  return { target, written, isUntouched };
}

describe('a backup', () => {
  it('restores rows, secret and the originals that records name, and leaves no other files behind', async () => {
    const { folder, file, manifest, lines, pictures } = await backedUp();
    expect(manifest).toMatchObject({ format: 1, migrations: MIGRATIONS, rows: 4, missing: [] });
    expect(manifest.files.map(({ name }) => name)).toEqual(['originals/0a', 'originals/0b', 'secret', 'database.ndjson']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { target, written } = emptyTarget();
    expect(await restoreBackup(file, target, join(folder, 'scratch'))).toEqual(manifest);
    expect(written.lines).toEqual(lines);
    expect(written.secret).toBe(SECRET);
    expect(await keysBelow(written.storage)).toEqual(Object.keys(pictures));
    for (const [key, bytes] of Object.entries(pictures)) expect(await written.storage.get(key)).toEqual(bytes);
    expect(await readdir(folder)).toEqual(['likeness.tar']);
  });

  it('does not replace a file', async () => {
    const { file, lines } = await backedUp();
    const before = await readFile(file);
    const again = createBackup({ dump: dumpOf(lines), storage: memoryStorage(), secret: null, file });
    await expect(again).rejects.toThrow(`${file} exists. Expected the name of a new file.`);
    expect(await readFile(file)).toEqual(before);
  });

  it('takes a new dump if an original disappears between the dump and its copy', async () => {
    const folder = await temporaryFolder();
    const storage = memoryStorage();
    await storage.put('originals/0a', new Uint8Array([1]));
    const dumps = [linesWith(avatar('0a'), avatar('swept')), linesWith(avatar('0a'), avatar('swept', '2026-01-01T00:00:00.000Z'))];
    const get = vi.spyOn(storage, 'get');
    const dump = (write: (line: string) => Promise<void>) => dumpOf(dumps.shift() ?? [])(write);
    const manifest = await createBackup({ dump, storage, secret: null, file: join(folder, 'x.tar') });
    expect(manifest).toMatchObject({ missing: [], rows: 3 });
    expect(get.mock.calls).toEqual([['originals/0a'], ['originals/swept']]);
  });

  it('names originals that are lost and saves the others', async () => {
    const folder = await temporaryFolder();
    const storage = memoryStorage();
    await storage.put('originals/0a', new Uint8Array([1]));
    const dump = dumpOf(linesWith(avatar('0a'), avatar('lost')));
    const manifest = await createBackup({ dump, storage, secret: null, file: join(folder, 'x.tar') });
    expect(manifest.missing).toEqual(['lost']);
    expect(manifest.files.map(({ name }) => name)).toEqual(['originals/0a', 'database.ndjson']);
  });

  it('is not made from a dump that breaks off', async () => {
    const folder = await temporaryFolder();
    const dump = dumpOf(linesWith(avatar('0a')).slice(0, -1));
    const backup = createBackup({ dump, storage: memoryStorage(), secret: null, file: join(folder, 'x.tar') });
    await expect(backup).rejects.toThrow('The dump of the database is incomplete: it broke off before its end.');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('nothing is written', () => {
  it('if any part of the file is damaged', async () => {
    const { folder, file } = await backedUp();
    const whole = await readFile(file);
    const flipped = (at: number) => {
      const copy = Buffer.from(whole);
      copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
      return copy;
    };
    const at = (text: string) => whole.indexOf(text);
    const damaged = {
      picture: flipped(600),
      database: flipped(at('Zo')),
      secret: flipped(at('a secret of')),
      manifest: flipped(at('"sha256"') + 13),
      'name of a picture': flipped(at('originals/0b')),
      half: whole.subarray(0, whole.byteLength / 2),
      'without its end': whole.subarray(0, at('"createdAt"')),
      empty: Buffer.alloc(0),
      text: Buffer.from('not a backup '.repeat(100)),
    };
    for (const [part, bytes] of Object.entries(damaged)) {
      const path = join(folder, 'damaged.tar');
      await writeFile(path, bytes);
      const { target, isUntouched } = emptyTarget();
      const failure = await restoreBackup(path, target, join(folder, 'scratch')).catch((error) => error);
      expect([part, failure.name]).toEqual([part, 'BackupError']);
      expect([part, await isUntouched()]).toEqual([part, true]);
    }
  });

  it('if the installation holds something, or is of an older release', async () => {
    const { folder, file } = await backedUp();
    const full = emptyTarget({ content: async () => '/data/secret' });
    const restore = ({ target }: { target: Target }) => restoreBackup(file, target, join(folder, 'scratch'));
    await expect(restore(full)).rejects.toThrow('Expected an empty installation, found /data/secret. Nothing was written.');
    const older = emptyTarget({ migrations: [] });
    await expect(restore(older)).rejects.toThrow(
      `${file} comes from a newer release: its database has the migration 20260101000000_init. Update Likeness first.`,
    );
    expect([await full.isUntouched(), await older.isUntouched()]).toEqual([true, true]);
  });
});

describe('the socket of a running server', () => {
  it('dumps to the script on the same machine, once for each request, and ends with the server', async () => {
    const folder = await temporaryFolder();
    expect(await connectToDump(folder)).toBeNull();
    const lines = linesWith(...Array.from({ length: 5000 }, (_, at) => avatar(`0${at}`)));
    const dump = vi.fn(dumpOf(lines));
    const stop = await serveDumps(folder, dump, () => {});
    const connection = await connectToDump(folder);
    expect(dump).toHaveBeenCalledTimes(0);
    const received: DumpLine[] = [];
    await connection?.(async (line) => void received.push(JSON.parse(line)));
    expect(received).toEqual(lines);
    expect(dump).toHaveBeenCalledTimes(1);
    await stop();
    expect(await connectToDump(folder)).toBeNull();
  });

  it('replaces the one of a process that was killed, and reports a dump that fails', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'backup.sock'), '');
    const reported: unknown[] = [];
    const failing = async (write: (line: string) => Promise<void>) => {
      await write('["start",{"migrations":[]}]');
      throw new Error('The database is down');
    };
    const stop = await serveDumps(folder, failing, (error) => reported.push(error));
    const dump = await connectToDump(folder);
    if (!dump) throw new Error('Nothing listens');
    const backup = createBackup({ dump, storage: memoryStorage(), secret: null, file: join(folder, 'x.tar') });
    await expect(backup).rejects.toThrow('The dump of the database is incomplete: it broke off before its end.');
    expect(reported).toEqual([new Error('The database is down')]);
    await stop();
  });
});

it('a backup is an ordinary tar archive', async () => {
  const { file } = await backedUp();
  const names: string[] = [];
  for await (const entry of createReadStream(file).pipe(extract())) {
    names.push(entry.header.name);
    entry.resume();
  }
  expect(names).toEqual(['originals/0a', 'originals/0b', 'secret', 'database.ndjson', 'manifest.json']);
});
