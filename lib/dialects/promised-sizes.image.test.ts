import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestAppOptions, type TestPerson } from '@/testing/app';
import { photo, pixelAt, pixels, plain } from '@/testing/pictures';
import { BOUNDARY, filePart } from '@/testing/requests';

const KEYS = ['20x20', '30x30', '40x40', '55x55', '75x75', '90x90', '128x128', '180x180', '230x230', '290x290'];

interface Someone {
  app: TestApp;
  ada: TestPerson;
  /** Sends a request with the person's credentials. */
  send(method: string, path: string, body?: { headers?: Record<string, string>; body: BodyInit }): Promise<Response>;
  state(): ReturnType<TestApp['avatars']['stateOf']>;
}

async function person(options: TestAppOptions = {}): Promise<Someone> {
  const app = await createTestApp(options);
  const ada = await app.open();
  return {
    app,
    ada,
    send: (method, path, sent) => app.ask(method, path, { ...sent, headers: { ...ada.auth, ...sent?.headers } }),
    state: () => app.avatars.stateOf(ada.id),
  };
}

function form(field: string, fileName: string, ...files: Uint8Array[]) {
  const body = Buffer.concat([...files.map((bytes) => filePart(field, fileName, bytes)), Buffer.from(`--${BOUNDARY}--\r\n`)]);
  return { headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` }, body: new Uint8Array(body) };
}

const post = ({ ada, send }: Someone, bytes: Uint8Array, fileName = 'me.png') =>
  send('POST', `/v1/users/${ada.id}/avatars`, form('image', fileName, bytes));

/** The representation for the person, with legacy keys, or for anonymous clients, in the first version with public users. */
async function avatarOf({ app, ada }: Someone, who: 'oneself' | 'a stranger' = 'oneself') {
  const headers = who === 'oneself' ? ada.auth : { 'Ulule-Version': '2018-11-26' };
  return (await (await app.ask('GET', `/v1/users/${ada.id}`, { headers })).json()).avatar;
}

async function sizeAt({ send }: Someone, url: string) {
  const response = await send('GET', new URL(url).pathname);
  expect(response.status).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { width, height, exif, icc, xmp } = await sharp(bytes).metadata();
  return { bytes, size: [width, height], metadata: [exif, icc, xmp], type: response.headers.get('content-type') };
}

describe('Ulule', () => {
  it.each([
    ['one pixel', () => plain(1, 1, [200, 0, 0])],
    ['a line', () => plain(300, 2, [200, 0, 0])],
    ['74 pixels', () => plain(74, 74, [200, 0, 0])],
    ['100 pixels, a JPEG', () => photo(100, 120)],
    ['600 pixels', () => plain(600, 600, [200, 0, 0])],
  ])('serves exactly the pixels of each key, for %s', async (_name, make) => {
    const someone = await person();
    expect((await post(someone, await make())).status).toBe(201);
    const { versions, ...avatar } = await avatarOf(someone);
    for (const key of KEYS) {
      const side = Number.parseInt(key, 10);
      expect(versions[key]).toMatchObject({ width: side, height: side });
      expect((await sizeAt(someone, versions[key].url)).size).toEqual([side, side]);
      expect(avatar[side]).toBe(versions[key].url);
    }
    expect(Object.keys(versions)).toEqual([...KEYS, 'full']);
  });

  it.each([
    [1, [300, 200]],
    [6, [300, 200]],
    [7, [300, 200]],
  ])('serves the whole picture as full if it is not framed, upright and without metadata: orientation %i', async (orientation, size) => {
    const someone = await person();
    await post(someone, await photo(300, 200, orientation), 'me.jpg');
    const avatar = await avatarOf(someone);
    expect(avatar.versions.full).toMatchObject({ width: null, height: null });
    const full = await sizeAt(someone, avatar.versions.full.url);
    expect(full).toMatchObject({ size, metadata: [undefined, undefined, undefined], type: 'image/jpeg' });
    expect(avatar.value).toBe(new URL(avatar.versions.full.url).pathname);
    // The size before the orientation is applied.
    const upright = await pixels(await photo(300, 200));
    const found = await pixels(full.bytes);
    for (const [x, y] of [
      [10, 10],
      [290, 10],
      [10, 190],
      [290, 190],
    ] as const) {
      pixelAt(found, x, y).forEach((value, channel) => {
        expect(Math.abs(value - (pixelAt(upright, x, y)[channel] ?? 0))).toBeLessThan(16);
      });
    }
  });

  it('serves full in its original size up to 16 megapixels, with transparency', async () => {
    const someone = await person();
    await post(someone, await plain(4096, 1024, [0, 0, 200, 128]));
    const { versions } = await avatarOf(someone);
    const { bytes, size, type } = await sizeAt(someone, versions.full.url);
    expect({ size, type }).toEqual({ size: [4096, 1024], type: 'image/png' });
    expect(pixelAt(await pixels(bytes), 5, 5)).toEqual([0, 0, 200, 128]);
    const other = await person();
    await post(other, await plain(8000, 4000, [0, 0, 200, 255]));
    expect((await sizeAt(other, (await avatarOf(other)).versions.full.url)).size).toEqual([5656, 2828]);
  });

  it.each([
    ['PUT', (bytes: Buffer) => withCrop(bytes)],
    ['PATCH', () => ({ body: JSON.stringify({ crop: { x: 0, y: 0, width: 50, height: 50 } }) })],
  ])('serves only the frame as full if the picture was framed by %s', async (method, sent) => {
    const someone = await person();
    const bytes = await photo(300, 200);
    await post(someone, bytes);
    const before = await avatarOf(someone);
    expect((await sizeAt(someone, before.versions.full.url)).size).toEqual([300, 200]);
    expect((await someone.send(method, '/api/me/avatar', sent(bytes))).status).toBe(200);
    const { versions } = await avatarOf(someone);
    expect((await sizeAt(someone, versions.full.url)).size).toEqual(method === 'PUT' ? [200, 200] : [50, 50]);
    await someone.app.avatars.settled();
    // The whole picture is served neither under its previous URL nor under the current key.
    for (const url of [before.versions.full.url, versions.full.url.replace('/full.', '/whole.')]) {
      const response = await someone.send('GET', new URL(url).pathname);
      expect(response.status).toBe(302);
      const to = response.headers.get('location') ?? '';
      const next = await someone.send('GET', new URL(to).pathname);
      expect([to, next.status === 302 ? next.headers.get('location') : to]).toContain(versions.full.url);
    }
  });

  it('has the name of the uploaded file, public, even after the picture is framed', async () => {
    const someone = await person();
    await post(someone, await photo(300, 200), 'holiday in Rome.jpg');
    expect((await avatarOf(someone)).name).toBe('holiday in Rome.jpg');
    expect((await avatarOf(someone, 'a stranger')).name).toBe('holiday in Rome.jpg');
    await someone.send('PATCH', '/api/me/avatar', { body: JSON.stringify({ crop: { x: 0, y: 0, width: 50, height: 50 } }) });
    expect((await avatarOf(someone)).name).toBe('holiday in Rome.jpg');
  });

  it('serves full-size squares for the generated avatar', async () => {
    const someone = await person();
    const { versions, name } = await avatarOf(someone);
    expect(name).toBe('full.png');
    expect((await sizeAt(someone, versions.full.url)).size).toEqual([1024, 1024]);
    expect((await sizeAt(someone, versions['75x75'].url)).size).toEqual([75, 75]);
  });
});

function withCrop(bytes: Buffer) {
  const body = new FormData();
  // The default crop, which the page sends if it was not moved. It counts as framed, since the person saw it.
  body.append('crop', JSON.stringify({ x: 50, y: 0, width: 200, height: 200 }));
  body.append('image', new Blob([new Uint8Array(bytes)]), 'me.jpg');
  return { body };
}

describe('URLs of pictures', () => {
  it.each([
    '75x75.webp',
    '75x75.avif',
    '75x90.png',
    '76x76.png',
    '075x075.png',
    'whole.webp',
    'whole.avif',
    'wholexwhole.png',
    'fullxfull.png',
  ])('%s does not exist', async (file) => {
    const someone = await person();
    await post(someone, await plain(60, 40, [200, 0, 0]));
    const { avatar } = await someone.state();
    expect((await someone.send('GET', `/media/${avatar?.key}/${file}`)).status).toBe(404);
  });

  it('of enlarged squares have their own ETags', async () => {
    const someone = await person();
    await post(someone, await plain(60, 40, [200, 0, 0]));
    const { avatar } = await someone.state();
    const response = await someone.send('GET', `/media/${avatar?.key}/75x75.png`);
    expect(response.headers.get('etag')).toBe(`"${avatar?.key}-75x75-png"`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const again = await someone.app.ask('GET', `/media/${avatar?.key}/75x75.png`, {
      headers: { 'If-None-Match': response.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });
});

describe('other APIs with exact sizes', () => {
  it.each([
    ['one pixel', () => plain(1, 1, [200, 0, 0])],
    ['150 pixels', () => plain(150, 160, [200, 0, 0])],
  ])('serve them for %s', async (_name, make) => {
    const someone = await person();
    const { ada, send, state } = someone;
    const patched = await send('PATCH', '/api/v1/user/avatar', form('avatar', 'me.png', await make()));
    const { key_3: address } = await patched.json();
    const { avatar } = await state();
    const at = async (path: string) => (await sizeAt(someone, `https://pictures.example.org${path}`)).size;
    expect((await sizeAt(someone, address)).size).toEqual([290, 290]);
    expect(await at(`/user_avatars/1/${avatar?.key}.png`)).toEqual([100, 100]);
    expect(await at(`/user_avatars/1/${avatar?.key}-medium.png`)).toEqual([500, 500]);
    expect(await at(`/user/avatar/${ada.hashid}`)).toEqual([200, 200]);
  });
});

describe('MyCargoExtra', () => {
  it.each([
    ['without a record', { ownerOf: async () => null }, () => false],
    [
      'that the storage cannot read back',
      {},
      ({ operation, key }: { operation: string; key: string }) => operation === 'get' && key.startsWith('originals/'),
    ],
  ])('responds with Error uploading image for a picture %s', async (_name, replaced, fails) => {
    const { app, send } = await person({ replaced });
    app.storage.fails = fails;
    // The pixel cache is empty, as if it had no room.
    const first = app.avatars;
    const { replace } = first;
    first.replace = async (...upload) => {
      const saved = await replace(...upload);
      app.restart();
      first.rendition = app.avatars.rendition;
      return saved;
    };
    const response = await send('PATCH', '/api/v1/user/avatar', form('avatar', 'me.jpg', await photo(60, 40)));
    expect({ status: response.status, body: await response.json() }).toEqual({ status: 400, body: { message: 'Error uploading image' } });
  });

  it('refuses two files in the field avatar, and changes nothing', async () => {
    const { send, state } = await person();
    const [one, other] = [await photo(60, 40), await photo(40, 60)];
    const response = await send('PATCH', '/api/v1/user/avatar', form('avatar', 'me.jpg', one, other));
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 400,
      body: { message: 'Missing One or More Required Parameters' },
    });
    expect(await state()).toMatchObject({ source: 'none', version: 1 });
  });
});
