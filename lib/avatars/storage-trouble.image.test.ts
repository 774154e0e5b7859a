import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filesystemStorage } from '@/lib/storage/filesystem/filesystem';
import { createTestApp, type TestApp, type TestPerson } from '@/testing/app';
import { sampledRows } from '@/testing/effort';
import { temporaryFolder } from '@/testing/folder';
import { photo } from '@/testing/pictures';
import { keysBelow } from '@/testing/storage';

interface Setting extends TestApp {
  ada: TestPerson;
  root: string;
  key: string;
  send(path: string): Promise<Response>;
  state(): ReturnType<TestApp['avatars']['stateOf']>;
}

/** A person with a picture of 600 × 400, in files; nothing of it is in memory. */
async function setUp(): Promise<Setting> {
  const root = await temporaryFolder();
  const inner = filesystemStorage(root, { withoutHeader: 'originals/' });
  const it = await createTestApp({ storage: inner });
  // Before the folder is deleted: renditions are stored after their response.
  onTestFinished(() => it.avatars.settled());
  const ada = await it.open();
  const { avatar } = await it.avatars.replace(ada.change, { bytes: await photo(600, 400), fileName: 'me.jpg' });
  await it.avatars.settled();
  it.restart();
  return Object.assign(it, {
    ada,
    root,
    key: avatar?.key ?? '',
    send: (path: string) => it.ask('GET', path),
    state: () => it.avatars.stateOf(ada.id),
  });
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** An address of the picture in each API, with the pixels of what comes from there. None of these renditions is made at the upload. */
const READS: { api: string; path: (it: Setting) => string; width: number; file: string }[] = [
  { api: 'GET /media/{key}/180.avif', path: ({ key }) => `/media/${key}/180.avif`, width: 180, file: '180.avif' },
  { api: 'GET /media/{key}/full.png', path: ({ key }) => `/media/${key}/full.png`, width: 400, file: 'full.png' },
  { api: 'GET /u/{id}/avatar', path: ({ ada }) => `/u/${ada.id}/avatar?s=90`, width: 90, file: '90.jpg' },
  { api: 'GET /avatar/{md5}', path: ({ ada }) => `/avatar/${md5(ada.email)}.png?s=55`, width: 55, file: '55.png' },
  { api: 'GET /avatar/{md5}, a custom size', path: ({ ada }) => `/avatar/${md5(ada.email)}.png?s=333`, width: 333, file: '400.png' },
  { api: 'GET /user/avatar/{id} (Cloudreve)', path: ({ ada }) => `/user/avatar/${ada.hashid}`, width: 200, file: '200.png' },
  { api: 'GET /user_avatars/… (Zulip)', path: ({ key }) => `/user_avatars/1/${key}.png`, width: 100, file: '100.png' },
  { api: 'GET /user_avatars/…-medium (Zulip)', path: ({ key }) => `/user_avatars/1/${key}-medium.png`, width: 500, file: '500.png' },
];

/** Log entries besides those of each read. */
const reportedIn = ({ logged }: Setting) => logged.filter(({ level }) => level !== 'debug');

const renditionFile = ({ root, key }: Setting, file: string) => join(root, 'renditions', key, file);

async function expectPicture(response: Response, width: number): Promise<Buffer> {
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height: width });
  expect(data.some((value) => value > 60)).toBe(true);
  return bytes;
}

describe('every GET request', () => {
  it('is served while nothing can be stored; the rendition is stored as soon as possible', async () => {
    const it = await setUp();
    it.storage.fails = ({ operation }) => operation === 'put' || operation === 'delete';
    for (const { path, width } of [...READS, ...READS]) await expectPicture(await it.send(path(it)), width);
    expect(it.alerted).toMatchObject([{ level: 'warn', message: 'Renditions are served but cannot be stored' }]);
    expect(reportedIn(it)).toEqual([]);
    it.storage.fails = () => false;
    for (const { path, width } of READS) await expectPicture(await it.send(path(it)), width);
    await it.avatars.settled();
    const files = READS.map(({ file }) => `renditions/${it.key}/${file}`);
    expect(await keysBelow(it.storage, `renditions/${it.key}/`)).toEqual(expect.arrayContaining(files));
    // From the storage alone.
    await rm(join(it.root, 'originals'), { recursive: true });
    it.restart();
    for (const { path, width } of READS) await expectPicture(await it.send(path(it)), width);
  });

  it.each([
    ['cut to half', true, (bytes: Buffer) => bytes.subarray(0, bytes.byteLength / 2)],
    ['empty', true, () => Buffer.alloc(0)],
    ['filled with zeros', true, (bytes: Buffer) => Buffer.alloc(bytes.byteLength)],
    ['changed by one bit', true, (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.byteLength - 20 ? byte ^ 1 : byte)))],
    ['without a header, as earlier releases wrote it', false, (bytes: Buffer) => bytes.subarray(16)],
  ])('gets a rendition made again whose file is %s, which replaces it', async (_name, isAlerted, damage) => {
    const it = await setUp();
    const reads = sampledRows(2, READS);
    for (const { path, width, file } of reads) {
      const whole = await expectPicture(await it.send(path(it)), width);
      await it.avatars.settled();
      const before = await readFile(renditionFile(it, file));
      await writeFile(renditionFile(it, file), damage(before));
      it.memory.forget();
      expect(whole.equals(await expectPicture(await it.send(path(it)), width))).toBe(true);
      await it.avatars.settled();
      expect(before.equals(await readFile(renditionFile(it, file)))).toBe(true);
    }
    const alert = { level: 'warn', message: 'A rendition cannot be read and is made again' };
    expect(it.alerted).toMatchObject(isAlerted ? reads.map(() => alert) : []);
  });

  it('reports a damaged original, which is left alone, and serves renditions that exist', async () => {
    const it = await setUp();
    for (const { path, width } of READS) await expectPicture(await it.send(path(it)), width);
    const [original = ''] = await keysBelow(it.storage, 'originals/');
    const bytes = (await readFile(join(it.root, original))).fill(0, 2000, 3000);
    await writeFile(join(it.root, original), bytes);
    it.restart();
    for (const { path, width } of READS) await expectPicture(await it.send(path(it)), width);
    await it.avatars.settled();
    await rm(join(it.root, 'renditions'), { recursive: true });
    it.restart();
    const statuses = [];
    for (const { path } of READS) {
      const response = await it.send(path(it));
      statuses.push(response.status);
      expect(response.headers.get('cache-control') ?? '').not.toMatch(/immutable|max-age=[1-9]/);
    }
    // Cloudreve's clients know a lost picture as none.
    expect(statuses).toEqual([500, 500, 500, 500, 500, 404, 500, 500]);
    const message = expect.stringContaining(original);
    expect(it.alerted).toMatchObject([{ level: 'error', message: 'An original is damaged', error: { cause: { message } } }]);
    expect(reportedIn(it).map(({ level, fields }) => [level, fields.code])).toEqual(Array(8).fill(['info', 'storage_damaged']));
    expect(bytes.equals(await readFile(join(it.root, original)))).toBe(true);
    expect(await it.state()).toMatchObject({ source: 'upload', avatar: { key: it.key } });
  });
});

describe('a read-only folder', () => {
  it('fails no GET request, and leaves no temporary files', async () => {
    const it = await setUp();
    // Not by permissions, which root ignores: a file where the folder should be.
    const folder = join(it.root, 'renditions', it.key);
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    for (const { path, width } of READS) await expectPicture(await it.send(path(it)), width);
    expect(it.alerted).toHaveLength(1);
    await rm(folder);
    for (const { path, width } of READS) await expectPicture(await it.send(path(it)), width);
    await it.avatars.settled();
    for (const { file } of READS) expect((await readFile(renditionFile(it, file))).byteLength).toBeGreaterThan(16);
  });

  it('does not show a picture again that was replaced in the meantime', async () => {
    const it = await setUp();
    it.storage.fails = ({ operation }) => operation === 'put' || operation === 'delete';
    await expectPicture(await it.send(`/media/${it.key}/90.png`), 90);
    it.storage.fails = () => false;
    const { avatar } = await it.avatars.replace(it.ada.change, { bytes: await photo(60, 40) });
    const response = await it.send(`/media/${it.key}/90.png`);
    expect({ status: response.status, to: response.headers.get('location') }).toEqual({
      status: 302,
      to: `https://pictures.example.org/media/${avatar?.key}/90.png`,
    });
  });

  it('serves animations, their first frames and generated avatars', async () => {
    const app = await createTestApp({ storage: filesystemStorage(await temporaryFolder()) });
    const { id } = await app.open();
    const { generatedKey } = await app.avatars.stateOf(id);
    app.storage.fails = ({ operation }) => operation === 'put';
    await expectPicture(await app.ask('GET', `/media/${generatedKey}/90.png`), 90);
    await expectPicture(await app.ask('GET', `/u/${id}/avatar?s=64`), 64);
  });
});

describe('a damaged original', () => {
  /** The response of each API whose read needs the original. */
  const ANSWERS: { call: string; send: (it: Setting) => Promise<Response>; status: number; body: unknown }[] = [
    {
      call: 'GET /media/{key}/75.png',
      send: (it) => it.send(`/media/${it.key}/75.png`),
      status: 500,
      body: { code: 'storage_damaged', title: 'Stored picture damaged', detail: expect.stringContaining('Upload the picture again') },
    },
    {
      call: 'GET /api/me/avatar/original',
      send: (it) => it.ask('GET', '/api/me/avatar/original', { headers: it.ada.auth }),
      status: 500,
      body: { code: 'storage_damaged', title: 'Stored picture damaged', detail: expect.stringContaining('Upload the picture again') },
    },
    {
      call: 'PATCH /api/me/avatar',
      send: (it) => it.ask('PATCH', '/api/me/avatar', { headers: it.ada.auth, json: { crop: { x: 0, y: 0, width: 100, height: 100 } } }),
      status: 500,
      body: { code: 'storage_damaged', detail: expect.stringContaining('Upload the picture again') },
    },
    {
      call: 'POST /api/me/avatars/{id}/restore',
      send: async (it) => it.ask('POST', `/api/me/avatars/${(await it.state()).avatar?.id}/restore`, { headers: it.ada.auth }),
      status: 500,
      body: { code: 'storage_damaged', detail: expect.stringContaining('Upload the picture again') },
    },
    {
      call: 'GET /user_avatars/1/{key}.png',
      send: (it) => it.send(`/user_avatars/1/${it.key}.png`),
      status: 500,
      body: { result: 'error', msg: 'Internal server error' },
    },
    { call: 'GET /user/avatar/{id}', send: (it) => it.send(`/user/avatar/${it.ada.hashid}`), status: 404, body: null },
  ];

  it.each(sampledRows(2, ANSWERS))('is reported in the words of $call', async ({ send, status, body }) => {
    const it = await setUp();
    const [original = ''] = await keysBelow(it.storage, 'originals/');
    const path = join(it.root, original);
    await writeFile(path, (await readFile(path)).subarray(0, 1000));
    const response = await send(it);
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(text).not.toContain(original);
    if (body) expect(JSON.parse(text)).toMatchObject(body);
    expect(it.alerted).toMatchObject([{ level: 'error', message: 'An original is damaged' }]);
    expect(await it.state()).toMatchObject({ source: 'upload', version: 2 });
  });

  it.each([
    ['of before the header, cut', (bytes: Buffer) => bytes.subarray(16, -5)],
    [
      'of before the header, with one bit changed',
      (bytes: Buffer) => Buffer.from(bytes.subarray(16).map((byte, at) => (at === 5000 ? byte ^ 4 : byte))),
    ],
    ['with a damaged header', (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte)))],
  ])('is found so by the hash in its record: %s', async (_name, change) => {
    const it = await setUp();
    const [original = ''] = await keysBelow(it.storage, 'originals/');
    const path = join(it.root, original);
    await writeFile(path, change(await readFile(path)));
    await expect(it.avatars.original(it.ada.change.principal)).rejects.toMatchObject({ code: 'storage_damaged' });
    expect((await it.send(`/media/${it.key}/75.png`)).status).toBe(500);
  });

  it('without our header, from before it existed, is served if it is intact', async () => {
    const it = await setUp();
    const [original = ''] = await keysBelow(it.storage, 'originals/');
    const path = join(it.root, original);
    const bytes = (await readFile(path)).subarray(16);
    await writeFile(path, bytes);
    expect(bytes.equals((await it.avatars.original(it.ada.change.principal)).bytes)).toBe(true);
    await expectPicture(await it.send(`/media/${it.key}/75.png`), 75);
  });
});
