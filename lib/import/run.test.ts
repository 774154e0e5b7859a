import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '@/testing/app';
import { collect } from '@/testing/collect';
import { type Bytes, tiny } from '@/testing/in-process/pictures';
import { found } from '@/testing/in-process/verified-addresses';
import { pictureFolder } from '@/testing/picture-folder';
import { readCsv } from './csv';
import type { PictureFolder } from './folder';
import { createPictureImport } from './pictures';
import type { ImportResult } from './results';
import { type ImportOptions, runImport } from './run';

const RED = await tiny('png', [200, 20, 20]);
const BLUE = await tiny('png', [20, 20, 200]);
const GREEN = await tiny('png', [20, 200, 20]);

async function* once(text: string) {
  yield Buffer.from(text);
}

interface Import extends Partial<ImportOptions> {
  csv?: string;
  folder?: PictureFolder;
  earlier?: [userId: number, file: string];
}

async function run(app: TestApp, { csv, folder, earlier, ...options }: Import): Promise<ImportResult[]> {
  const { accounts, peopleImport: people } = app.parts().services;
  const parts = { records: app.records, people, personByEmail: accounts.personByEmail, avatars: app.avatars, maxBytes: 1_000_000 };
  const pictures = createPictureImport(parts);
  if (earlier) pictures.remember(...earlier);
  const source = { people: csv === undefined ? null : readCsv(once(csv)), pictures: folder ?? null };
  const all = { isDryRun: false, invites: false, replaces: false, ...options };
  return collect(runImport(source, { people, pictures }, all));
}

/** The outcome of each picture by its file. */
const outcomes = (results: ImportResult[]) =>
  Object.fromEntries(results.flatMap((one) => (one.type === 'picture' ? [[one.file, 'problem' in one ? one.problem : one.result]] : [])));

const idOf = async (app: TestApp, email: string) => (await app.records.personByEmail(email, 'any'))?.id ?? 0;
const versions = async (app: TestApp, email: string) => (await app.records.history(await idOf(app, email))).length;

async function upload(app: TestApp, headers: Record<string, string>, body: Bytes) {
  expect((await app.ask('PUT', '/api/me/avatar', { headers, body })).status).toBe(200);
}

describe('pictures of a folder', () => {
  it('belong to the person of their name: an address, a user name, or the row that names them', async () => {
    const app = await createTestApp();
    const folder = pictureFolder({
      'ADA@Example.org.PNG': RED,
      'team/grace.png': BLUE,
      '7.png': GREEN,
      'alan.png': GREEN,
      'unknown.png': GREEN,
      'faces/7.png': RED,
    });
    const csv = [
      'email,picture',
      'ada@example.org,',
      'grace@example.org,',
      'alan@example.org,',
      'alan@example.com,7.png',
      'joan@example.org,missing.png',
    ];
    const results = await run(app, { csv: csv.join('\n'), folder });
    expect(outcomes(results)).toEqual({
      '7.png': 'set',
      'missing.png': 'There is no such file in the folder.',
      'ADA@Example.org.PNG': 'set',
      'team/grace.png': 'set',
      'alan.png': 'Several accounts have this user name. Name the file by the e-mail address.',
      'unknown.png': 'No account has this user name. Name the file by the e-mail address.',
      'faces/7.png': 'No account has this user name. Name the file by the e-mail address.',
    });
    const shown = async (email: string) => (await app.records.stateOf(await idOf(app, email)))?.avatar?.fileName;
    expect(await Promise.all(['ada@example.org', 'grace@example.org', 'alan@example.com', 'alan@example.org'].map(shown))).toEqual([
      'ADA@Example.org.PNG',
      'grace.png',
      '7.png',
      undefined,
    ]);
    expect(await app.records.restrictions(await idOf(app, 'ada@example.org'))).toMatchObject({
      notice: { kind: 'set', reason: 'Imported from the pictures of your organization.' },
    });
  });

  it('for an address without an account open one, whose picture every look-up shows, also where addresses are verified', async () => {
    const app = await createTestApp({ verifiesAddresses: true });
    const before = await found(app, 'grace@example.org');
    const [result] = await run(app, { folder: pictureFolder({ 'grace@example.org.png': RED }) });
    const id = await idOf(app, 'grace@example.org');
    expect(result).toEqual({ type: 'picture', file: 'grace@example.org.png', result: 'set', id, opened: true });
    expect(before).toEqual([]);
    expect((await found(app, 'grace@example.org')).length).toBeGreaterThan(8);
    expect(await app.records.personByEmail('grace@example.org', 'proved')).toMatchObject({ name: 'grace', passwordHash: null });
  });

  it('that fail stop no other, and open no account', async () => {
    const app = await createTestApp();
    const folder = pictureFolder({
      'a@example.org.png': Buffer.from('no picture'),
      'b@example.org.png': new Uint8Array(),
      'c@.png': RED,
      'd@example.org.png': RED,
    });
    const results = await run(app, { folder });
    expect(results.map((one) => 'result' in one && one.result).sort()).toEqual(['failed', 'failed', 'failed', 'set']);
    expect(outcomes(results)['c@.png']).toMatch(/^The file has to be named by an e-mail address\./);
    expect(await idOf(app, 'a@example.org')).toBe(0);
  });

  it('are imported once: the same file adds no version, a new one replaces it', async () => {
    const app = await createTestApp();
    const file = 'grace@example.org.png';
    const first = await run(app, { folder: pictureFolder({ [file]: RED }) });
    const again = await run(app, { folder: pictureFolder({ [file]: RED }) });
    expect([first, again].map(outcomes)).toEqual([{ [file]: 'set' }, { [file]: 'unchanged' }]);
    expect(await versions(app, 'grace@example.org')).toBe(1);
    expect(outcomes(await run(app, { folder: pictureFolder({ [file]: BLUE }) }))).toEqual({ [file]: 'set' });
    expect(await versions(app, 'grace@example.org')).toBe(2);
  });

  it('of two imports at once are set once', async () => {
    const app = await createTestApp();
    await run(app, { csv: 'email\ngrace@example.org' });
    const both = await Promise.all([1, 2].map(() => run(app, { folder: pictureFolder({ 'grace.png': RED }) })));
    expect(both.map((results) => outcomes(results)['grace.png']).sort()).toEqual(['set', 'unchanged']);
    expect(await versions(app, 'grace@example.org')).toBe(1);
  });

  it('do not replace what a person chose or removed, unless asked to', async () => {
    const app = await createTestApp();
    const [ada, grace] = [await app.open({ email: 'ada@example.org' }), await app.open({ email: 'grace@example.org' })];
    const folder = pictureFolder({ 'ada.png': RED, 'grace.png': RED });
    await upload(app, ada.auth, BLUE);
    await run(app, { folder: pictureFolder({ 'grace.png': RED }) });
    expect((await app.ask('DELETE', '/api/me/avatar', { headers: grace.auth })).status).toBe(204);
    // As the maintenance does after thirty days.
    const removed = await app.records.history(grace.id);
    await app.records.markRemoved(removed.map(({ id }) => id));
    expect(await app.records.history(grace.id)).toEqual([]);
    expect(outcomes(await run(app, { folder }))).toEqual({ 'ada.png': 'kept', 'grace.png': 'unchanged' });
    expect(outcomes(await run(app, { folder, replaces: true }))).toEqual({ 'ada.png': 'set', 'grace.png': 'set' });
    expect(await versions(app, 'ada@example.org')).toBe(2);
  });

  it('are one for each person', async () => {
    const app = await createTestApp();
    const { id } = await app.open({ email: 'ada@example.org' });
    const both = pictureFolder({ 'ada.png': RED, 'team/ada.png': BLUE });
    const told = 'The same person has another picture in this import: ada.png.';
    expect(outcomes(await run(app, { folder: both }))).toEqual({ 'ada.png': 'set', 'team/ada.png': told });
    const isImported = ({ file }: { file: string }) => file === 'ada.png';
    expect(outcomes(await run(app, { folder: both, earlier: [id, 'ada.png'], isImported }))).toEqual({ 'team/ada.png': told });
    expect(both.reads).toEqual(['ada.png', 'team/ada.png', 'team/ada.png']);
  });

  it('of an account that has the address without a proof are refused where addresses are verified', async () => {
    const app = await createTestApp({ verifiesAddresses: true });
    await app.open({ email: 'ada@example.org' });
    const file = 'ada@example.org.png';
    expect(outcomes(await run(app, { folder: pictureFolder({ [file]: RED }) }))).toEqual({
      [file]: 'An account has this e-mail address without a proof.',
    });
  });
});

describe('a dry run', () => {
  it('says what would be, and changes nothing', async () => {
    const app = await createTestApp();
    const ada = await app.open({ email: 'ada@example.org' });
    const folder = pictureFolder({
      'ada.png': RED,
      'grace.png': RED,
      'alan@example.org.png': RED,
      'joan.png': RED,
      'bad@example.org.png': Buffer.from('no picture'),
    });
    const results = await run(app, { csv: 'email\nada@example.org\ngrace@example.org', folder, isDryRun: true });
    expect(results.slice(0, 2).map((one) => 'result' in one && one.result)).toEqual(['existing', 'created']);
    expect(outcomes(results)).toMatchObject({
      'ada.png': 'set',
      'grace.png': 'set',
      'alan@example.org.png': 'set',
      'joan.png': 'No account has this user name. Name the file by the e-mail address.',
      'bad@example.org.png': 'This is a text file. Expected JPEG, PNG, WebP, GIF, AVIF or HEIC.',
    });
    expect([await idOf(app, 'grace@example.org'), await idOf(app, 'alan@example.org')]).toEqual([0, 0]);
    expect((await app.records.stateOf(ada.id))?.version).toBe(1);
    expect((await app.records.listAudit({ action: 'people-imported' }, { limit: 1 })).length).toBe(0);
  });
});

it('an import stops after as many failures as it may have', async () => {
  const app = await createTestApp();
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`${name}.png`, RED] as const);
  const results = await run(app, { folder: pictureFolder(Object.fromEntries(names)), maxFailures: 2 });
  expect(results.at(-1)).toEqual({
    type: 'stopped',
    problem: 'Stopped after 3 failed pictures.',
    code: 'too_many_failed_pictures',
    params: { count: 3 },
  });
  expect(results.length).toBe(4);
});
