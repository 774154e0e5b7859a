import sharp from 'sharp';
import { claimedAvif, claimedPng, WHOLE } from '../hostile-files';
import { openAccount } from '../people';
import { rawRequest } from '../raw';
import { expect, expectOldPicture, expectPicture, form, hugePng, plain, test, truncatedJpeg } from './fixtures';
import { basic, error, multipart, type Part, PICTURE_PATH, whole } from './zulip-wire';

const PATH = '/api/v1/users/me/avatar';
const MIB = 1024 * 1024;
const text = (content: string) => new Uint8Array(new TextEncoder().encode(content));
const EXACTLY_ONE = error('You must upload exactly one avatar.', 'BAD_REQUEST');
const TOO_LARGE = error('Uploaded file is larger than the allowed limit of 5 MiB', 'BAD_REQUEST');
const INVALID_FORMAT = error('Invalid image format', 'BAD_IMAGE');
const UNDECODABLE = error('Could not decode image; did you upload an image file?', 'BAD_IMAGE');

for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
  test(`POST ${PATH} – a ${format} becomes the picture, in 100 and 500 pixels of PNG`, async ({ server, owner }) => {
    const upload = multipart({
      name: 'file',
      fileName: `me.${format}`,
      type: `image/${format}`,
      content: await plain(format, [20, 160, 60]),
    });
    const response = await fetch(server.baseURL + PATH, { ...upload, method: 'POST', headers: { ...upload.headers, ...basic(owner) } });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('max-age=0, no-cache, no-store, must-revalidate, private');
    expect(Date.parse(response.headers.get('expires') ?? '')).toBeLessThanOrEqual(Date.now());
    const { status, body } = await whole(response);
    expect({ status, body }).toEqual({
      status: 200,
      body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
    });
    const { avatar_url } = body as { avatar_url: string };
    for (const [url, side] of [
      [avatar_url, 100],
      [avatar_url.replace('.png', '-medium.png'), 500],
    ] as const) {
      const picture = await fetch(server.baseURL + url);
      expect(picture.headers.get('content-type')).toBe('image/png');
      // The crop has 300 pixels: the larger one is enlarged, because the wire promises exactly 500.
      expect(await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).toMatchObject({ format: 'png', width: side, height: side });
      await expectPicture(server.baseURL + url, [20, 160, 60]);
    }
    await expectPicture(`${server.baseURL}/u/${owner.id}/avatar?s=64`, [20, 160, 60]);
  });
}

/** 30,001 pixels in one row. */
async function stripe(): Promise<Uint8Array<ArrayBuffer>> {
  const row = sharp({ create: { width: 30_001, height: 1, channels: 3, background: 'gray' } });
  return new Uint8Array(await row.png().toBuffer());
}

async function half(kind: keyof typeof WHOLE): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = (await WHOLE[kind]?.()) ?? Buffer.alloc(0);
  return new Uint8Array(bytes.subarray(0, bytes.byteLength / 2));
}

const png = () => plain('png', [10, 90, 200]);

test.describe(`POST ${PATH} – taken`, () => {
  const taken: { name: string; parts: () => Promise<Part[]>; query?: string; ignored?: string[] }[] = [
    {
      name: "as Zulip's Python client sends it: the path as the name, and no type",
      parts: async () => [{ name: '/tmp/pictures/img.png', fileName: 'img.png', content: await png() }],
    },
    { name: 'no type and no extension: its bytes say it', parts: async () => [{ name: 'file', fileName: 'blob', content: await png() }] },
    {
      name: 'application/octet-stream: its name says it',
      parts: async () => [{ name: 'file', fileName: 'a.PNG', type: 'application/octet-stream', content: await png() }],
    },
    {
      name: 'PNG bytes under another picture type',
      parts: async () => [{ name: 'file', fileName: 'a.jpg', type: 'image/jpeg', content: await png() }],
    },
    {
      name: 'two parts of one name count as one, and the last is it',
      parts: async () => [
        { name: 'file', fileName: 'a.png', type: 'image/png', content: text('no picture') },
        { name: 'file', fileName: 'b.png', type: 'image/png', content: await png() },
      ],
    },
    {
      name: 'a value beside the file is ignored, and said to be',
      parts: async () => [
        { name: 'zoom', content: '2' },
        { name: 'file', fileName: 'a.png', type: 'image/png', content: await png() },
        { name: 'method', content: 'POST' },
      ],
      query: '?foo=1&bar=2&foo=3',
      ignored: ['bar', 'foo', 'zoom'],
    },
    {
      name: 'exactly 5 MiB',
      parts: async () => {
        const content = new Uint8Array(5 * MIB);
        content.set(await png());
        return [{ name: 'file', fileName: 'a.png', type: 'image/png', content }];
      },
    },
  ];
  for (const { name, parts, query = '', ignored } of taken) {
    test(name, async ({ server, owner }) => {
      const { body, headers } = multipart(...(await parts()));
      const response = await fetch(server.baseURL + PATH + query, { method: 'POST', body, headers: { ...headers, ...basic(owner) } });
      expect(await whole(response)).toEqual({
        status: 200,
        body: {
          result: 'success',
          msg: '',
          avatar_url: expect.stringMatching(PICTURE_PATH),
          ...(ignored && { ignored_parameters_unsupported: ignored }),
        },
      });
      await expectPicture(`${server.baseURL}/u/${owner.id}/avatar`, [10, 90, 200]);
    });
  }
});

test.describe(`POST ${PATH} – refused with 400 in Zulip's words, in Zulip's order, and the old picture stays`, () => {
  const file = (content: Uint8Array<ArrayBuffer>, fileName = 'a.png', type?: string): Part => ({
    name: 'file',
    fileName,
    ...(type !== undefined && { type }),
    content,
  });
  const large = () => new Uint8Array(5 * MIB + 1);
  const refused: { name: string; parts: () => Promise<Part[]>; body: object }[] = [
    { name: 'no file', parts: async () => [{ name: 'other', content: 'x' }], body: EXACTLY_ONE },
    { name: 'a value that is called file', parts: async () => [{ name: 'file', content: 'a.png' }], body: EXACTLY_ONE },
    { name: 'a file input without a file', parts: async () => [file(new Uint8Array(), '')], body: EXACTLY_ONE },
    {
      name: 'two files',
      parts: async () => [file(await png()), { ...file(await png()), name: 'second' }],
      body: EXACTLY_ONE,
    },
    {
      name: 'two files that are too large: their number comes first',
      parts: async () => [file(large()), { ...file(large()), name: 'second' }],
      body: EXACTLY_ONE,
    },
    { name: 'one byte over 5 MiB', parts: async () => [file(large())], body: TOO_LARGE },
    { name: 'too large and no picture: the size comes first', parts: async () => [file(large(), 'a.txt', 'text/html')], body: TOO_LARGE },
    { name: '33 MiB', parts: async () => [file(new Uint8Array(33 * MIB))], body: TOO_LARGE },
    { name: '.bmp by its name', parts: async () => [file(text('BM......'), 'a.bmp')], body: INVALID_FORMAT },
    { name: 'image/bmp by its type', parts: async () => [file(text('BM......'), 'a.png', 'image/bmp')], body: INVALID_FORMAT },
    { name: 'PNG as image/svg+xml', parts: async () => [file(await png(), 'a.png', 'image/svg+xml')], body: INVALID_FORMAT },
    { name: 'text without type or extension', parts: async () => [file(text('hello'), 'notes')], body: INVALID_FORMAT },
    { name: 'BMP bytes named .png', parts: async () => [file(text('BM......'), 'a.png')], body: UNDECODABLE },
    {
      name: 'SVG as image/png',
      parts: async () => [file(text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg', 'image/png')],
      body: UNDECODABLE,
    },
    { name: 'PDF as image/png', parts: async () => [file(text('%PDF-1.4'), 'a.png', 'image/png')], body: UNDECODABLE },
    { name: 'the first bytes of a TIFF alone', parts: async () => [file(text('II*\0....'), 'a.tiff')], body: UNDECODABLE },
    { name: 'the first bytes of a HEIC alone', parts: async () => [file(text('\0\0\0\x18ftypheic....'), 'a.heic')], body: UNDECODABLE },
    { name: 'no bytes under the name of a picture', parts: async () => [file(new Uint8Array())], body: UNDECODABLE },
    {
      name: 'what the Python client sends after a 5xx: the file empty, and a parameter more',
      parts: async () => [
        { name: 'dont_block', content: 'true' },
        { ...file(new Uint8Array(), 'img.png'), name: '/tmp/img.png' },
      ],
      body: UNDECODABLE,
    },
    { name: 'the first bytes of a PNG alone', parts: async () => [file((await png()).slice(0, 20))], body: UNDECODABLE },
    { name: 'the first bytes of a GIF alone', parts: async () => [file(text('GIF89a'), 'a.gif', 'image/gif')], body: UNDECODABLE },
    {
      name: '300 megapixels by the header',
      parts: async () => [file(await hugePng())],
      body: error('Image size exceeds limit.', 'BAD_IMAGE'),
    },
    ...[
      { name: 'more than 90 million pixels by the header', content: () => claimedPng(9487) },
      { name: 'an AVIF of more than 50 million pixels by its header', content: () => claimedAvif(7072) },
      { name: 'a side of more than 30,000 pixels', content: stripe },
    ].map(({ name, content }) => ({
      name,
      parts: async () => [file(await content(), 'a.png', 'image/png')],
      body: error('Image size exceeds limit.', 'BAD_IMAGE'),
    })),
    {
      name: 'fewer than 90 million pixels by the header, and not as many behind it',
      parts: async () => [file(await claimedPng(9486))],
      body: error('Image is corrupted or truncated', 'BAD_IMAGE'),
    },
    {
      name: 'half of a JPEG',
      parts: async () => [file(await truncatedJpeg(), 'a.jpg', 'image/jpeg')],
      body: error('Image is corrupted or truncated', 'BAD_IMAGE'),
    },
    ...(['PNG', 'GIF', 'animated GIF', 'animated PNG'] as const).map((kind) => ({
      name: `half of a ${kind}`,
      parts: async () => [file(await half(kind))],
      body: error('Image is corrupted or truncated', 'BAD_IMAGE'),
    })),
  ];
  for (const { name, parts, body } of refused) {
    test(`${name} → ${JSON.stringify(body)}`, async ({ server, owner }) => {
      const upload = multipart(...(await parts()));
      const response = await fetch(server.baseURL + PATH, { ...upload, method: 'POST', headers: { ...upload.headers, ...basic(owner) } });
      expect(await whole(response)).toEqual({ status: 400, body });
      await expectOldPicture(server, owner);
    });
  }

  const noForms: { name: string; body: string; type: string }[] = [
    { name: 'no body at all', body: '', type: '' },
    { name: 'JSON', body: '{"file":"x"}', type: 'application/json' },
    { name: 'an urlencoded form', body: 'file=x', type: 'application/x-www-form-urlencoded' },
    { name: 'a picture as it is', body: 'GIF89a', type: 'image/gif' },
    { name: 'a form without boundary', body: 'x', type: 'multipart/form-data' },
    {
      name: 'a form without end',
      body: '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\nabc',
      type: 'multipart/form-data; boundary=b',
    },
  ];
  for (const { name, body, type } of noForms) {
    test(`${name} → ${JSON.stringify(EXACTLY_ONE)}`, async ({ server, owner }) => {
      const headers = { ...basic(owner), ...(type && { 'Content-Type': type }) };
      expect(await whole(await fetch(server.baseURL + PATH, { method: 'POST', body, headers }))).toEqual({
        status: 400,
        body: EXACTLY_ONE,
      });
      await expectOldPicture(server, owner);
    });
  }
});

test(`POST ${PATH} – a key changes the picture of its owner alone`, async ({ server, owner }) => {
  const other = await openAccount(server.baseURL);
  const body = form({ file: await plain('png', [0, 0, 255]) });
  expect((await fetch(server.baseURL + PATH, { method: 'POST', headers: basic(other), body })).status).toBe(200);
  await expectPicture(`${server.baseURL}/u/${other.id}/avatar`, [0, 0, 255]);
  await expectOldPicture(server, owner);
});

test(`POST ${PATH} – a body that is cut short changes nothing`, async ({ server, owner }) => {
  const { Authorization } = basic(owner);
  const head = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${Authorization}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n`;
  const part = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\n';
  const { answer } = await rawRequest(server.port, [head, part, Buffer.alloc(50_000)]);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  await expectOldPicture(server, owner);
});
