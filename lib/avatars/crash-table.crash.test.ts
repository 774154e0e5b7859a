import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectToServer, type Database } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { databaseRecords } from '@/lib/db/records';
import { EAGER_SIZES } from '@/lib/imaging/sizes';
import { type Core, createCore } from '@/testing/core';
import { BLUE, CHANGES, type Colour, GREEN, LATER_MS, RED, type Shown, sweep, upload } from '@/testing/crash/changes';
import { isKilled } from '@/testing/crash/killed';
import { type CrashStore, openCrashStore } from '@/testing/crash/store';
import { pixelAt, pixels } from '@/testing/pictures';
import { type Cluster, POSTGRES_BIN, startCluster } from '@/testing/postgres';
import { newPerson, type Records } from '@/testing/records';
import { type S3Server, startS3 } from '@/testing/s3';
import { keysBelow } from '@/testing/storage';
import { principal } from '@/testing/world';
import { keyOfPath, originalPath } from './paths';
import { sha256 } from './record';

let cluster: Cluster;
let database: Database;
let records: Records;
let folder: string;
let server: S3Server | undefined;

beforeAll(async () => {
  cluster = await startCluster();
  database = connectToServer(cluster.url);
  await migrate(database.adapter);
  records = databaseRecords(database);
  folder = await mkdtemp(join(tmpdir(), 'likeness-crash-'));
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await database?.close();
  await cluster?.discard();
  await server?.discard();
  await rm(folder, { recursive: true, force: true });
});

/** A process that has just started: nothing is in its memory. */
const started = async (store: CrashStore): Promise<Core> => createCore(records, { inner: await openCrashStore(store) });

const COLOURS: readonly Colour[] = [RED, BLUE, GREEN];

/** The one of the three colours that the picture has in the middle. */
async function colourOf(picture: Uint8Array): Promise<Colour | undefined> {
  const raster = await pixels(picture);
  const [red = 0, green = 0, blue = 0] = pixelAt(raster, raster.width >> 1, raster.height >> 1);
  return COLOURS.find(([r, g, b]) => Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue)) <= 6);
}

/** The stills that are rendered at the upload, and one that is not. */
const RENDITIONS = [...EAGER_SIZES.map((size) => ({ size, format: 'webp' }) as const), { size: 90, format: 'png' } as const];

/** The picture of a person, once every rendition was decoded and found to be of the same picture. */
async function shownBy({ avatars }: Core, userId: number): Promise<Shown> {
  const { version, source, avatar, generatedKey } = await avatars.shown(userId);
  const colours = new Set<Colour | undefined>();
  for (const rendition of RENDITIONS) {
    const delivery = await avatars.rendition({ key: avatar?.key ?? generatedKey, ...rendition });
    expect(delivery.kind).toBe('found');
    if (delivery.kind === 'found') colours.add(await colourOf(delivery.bytes));
  }
  expect([source, colours.size]).toEqual([avatar ? 'upload' : 'none', 1]);
  const [colour] = colours;
  return avatar && colour ? { version, colour, alt: avatar.alt } : { version, colour: null, alt: '' };
}

/** Every version in the history has its original; the previous one can be shown again, and so can a new picture. */
async function expectRecovery(core: Core, userId: number): Promise<void> {
  const change = { principal: principal(userId), userId };
  const history = await core.avatars.history(change.principal);
  for (const { originalKey, sourceSha256 } of history)
    expect(sha256((await core.storage.get(originalPath(originalKey))) ?? '')).toBe(sourceSha256);
  const earlier = history.at(1);
  if (earlier) {
    await core.avatars.restore(change, earlier.id);
    expect(await shownBy(core, userId)).toMatchObject({ alt: earlier.alt });
  }
  await upload(core.avatars, userId, GREEN);
  expect(await shownBy(core, userId)).toMatchObject({ colour: GREEN, alt: 'green' });
  await core.avatars.settled();
  expect(core.reported).toEqual([]);
}

/** Keys of stored objects that no record refers to. */
async function unreferenced(core: Core): Promise<string[]> {
  const keys = await keysBelow(core.storage);
  const live = new Set([...(await records.liveRenditions(keys.map(keyOfPath))), ...(await records.liveOriginals(keys.map(keyOfPath)))]);
  return keys.filter((key) => !live.has(keyOfPath(key)));
}

interface Table {
  /** Opens the store once for all changes. */
  open(): Promise<CrashStore>;
  outcomes: 'outcomes' | 'outcomesOnS3';
  /** Deletes what is due, and checks that nothing else is left. */
  sweepAll(core: Core): Promise<void>;
}

const ON_FILES: Table = {
  open: async () => ({ kind: 'files', folder }),
  outcomes: 'outcomes',
  async sweepAll(core) {
    // Also for the storage, which deletes temporary files.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS });
    await sweep(core);
    vi.useRealTimers();
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile())).toHaveLength((await keysBelow(core.storage)).length);
  },
};

const ON_S3: Table = {
  async open() {
    server ??= await startS3();
    return { kind: 's3', settings: await server.bucket() };
  },
  outcomes: 'outcomesOnS3',
  sweepAll: (core) => sweep(core, LATER_MS),
};

/** Only with PostgreSQL installed, which goes on when its client is killed; `.ci/run` installs it, and an S3 server. */
describe.runIf(POSTGRES_BIN).each([['files', ON_FILES] as const, ...(process.env.S3_TEST ? [['S3', ON_S3] as const] : [])])(
  'a process that is killed, with pictures in %s,',
  (_name, table) => {
    let store: CrashStore;
    beforeAll(async () => {
      store = await table.open();
    });

    for (const change of CHANGES)
      it(`at any step of ${change.name} leaves the old or the new picture, and nothing else after a sweep`, async () => {
        const outcomes = { before: 0, after: 0 };
        for (let nth = 1, isOver = false; !isOver; nth += 1) {
          const { id } = await newPerson(records);
          const expected = await change.prepare(await started(store), id);
          isOver = !(await isKilled({ databaseUrl: cluster.url, store, name: change.name, userId: id, nth }));

          const core = await started(store);
          const shown = await shownBy(core, id);
          const outcome = isDeepStrictEqual(shown, expected.after) ? 'after' : 'before';
          expect(shown).toEqual(expected[outcome]);
          outcomes[outcome] += 1;
          await expectRecovery(core, id);
          await table.sweepAll(core);
          expect(await unreferenced(core)).toEqual([]);
        }
        expect(outcomes).toEqual(change[table.outcomes]);
      });
  },
);
