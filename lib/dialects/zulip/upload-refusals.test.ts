import { beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { claimedAvif, claimedPng, half } from '@/testing/in-process/damaged-pictures';
import { expectNoChange, openOwner, tiny } from '@/testing/in-process/pictures';
import { error, multipart, type Part, whole } from '@/testing/zulip';

const PATH = '/api/v1/users/me/avatar';
const MIB = 1024 * 1024;
const EXACTLY_ONE = error('You must upload exactly one avatar.', 'BAD_REQUEST');
const TOO_LARGE = error('Uploaded file is larger than the allowed limit of 5 MiB', 'BAD_REQUEST');
const INVALID_FORMAT = error('Invalid image format', 'BAD_IMAGE');
const UNDECODABLE = error('Could not decode image; did you upload an image file?', 'BAD_IMAGE');
const TOO_MANY_PIXELS = error('Image size exceeds limit.', 'BAD_IMAGE');
const CORRUPT = error('Image is corrupted or truncated', 'BAD_IMAGE');

const app = await createTestApp();
const png = await tiny('png', [10, 90, 200]);
const large = new Uint8Array(5 * MIB + 1);
let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

type Content = Part['content'];

const file = (content: Content, fileName = 'a.png', type?: string): Part => ({
  name: 'file',
  fileName,
  ...(type !== undefined && { type }),
  content,
});
const second = (content: Content): Part => ({ ...file(content), name: 'second' });

describe(`POST ${PATH} refuses with 400 and the messages of Zulip, in its order, and keeps the old picture`, () => {
  const refused: [name: string, body: object, parts: () => Part[] | Promise<Part[]>][] = [
    ['no file', EXACTLY_ONE, () => [{ name: 'other', content: 'x' }]],
    ['a value that is called file', EXACTLY_ONE, () => [{ name: 'file', content: 'a.png' }]],
    ['a file input without a file', EXACTLY_ONE, () => [file('', '')]],
    ['two files', EXACTLY_ONE, () => [file(png), second(png)]],
    ['two files that are too large: their number comes first', EXACTLY_ONE, () => [file(large), second(large)]],
    ['one byte over 5 MiB', TOO_LARGE, () => [file(large)]],
    ['too large and no picture: the size comes first', TOO_LARGE, () => [file(large, 'a.txt', 'text/html')]],
    ['.bmp by its name', INVALID_FORMAT, () => [file('BM......', 'a.bmp')]],
    ['image/bmp by its type', INVALID_FORMAT, () => [file('BM......', 'a.png', 'image/bmp')]],
    ['PNG as image/svg+xml', INVALID_FORMAT, () => [file(png, 'a.png', 'image/svg+xml')]],
    ['text without type or extension', INVALID_FORMAT, () => [file('hello', 'notes')]],
    ['BMP bytes named .png', UNDECODABLE, () => [file('BM......', 'a.png')]],
    ['SVG as image/png', UNDECODABLE, () => [file('<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg', 'image/png')]],
    ['PDF as image/png', UNDECODABLE, () => [file('%PDF-1.4', 'a.png', 'image/png')]],
    ['the first bytes of a TIFF alone', UNDECODABLE, () => [file('II*\0....', 'a.tiff')]],
    ['the first bytes of a HEIC alone', UNDECODABLE, () => [file('\0\0\0\x18ftypheic....', 'a.heic')]],
    ['no bytes under the name of a picture', UNDECODABLE, () => [file('')]],
    [
      'an empty file and one more parameter, as the Python client sends them after a 5xx',
      UNDECODABLE,
      () => [
        { name: 'dont_block', content: 'true' },
        { ...file('', 'img.png'), name: '/tmp/img.png' },
      ],
    ],
    ['the first bytes of a PNG alone', UNDECODABLE, () => [file(png.slice(0, 20))]],
    ['the first bytes of a GIF alone', UNDECODABLE, () => [file('GIF89a', 'a.gif', 'image/gif')]],
    ['300 megapixels by the header', TOO_MANY_PIXELS, () => [file(claimedPng(20_000, 15_000))]],
    ['more than 90 million pixels by the header', TOO_MANY_PIXELS, () => [file(claimedPng(9487, 9487), 'a.png', 'image/png')]],
    [
      'an AVIF of more than 50 million pixels by its header',
      TOO_MANY_PIXELS,
      async () => [file(await claimedAvif(7072), 'a.png', 'image/png')],
    ],
    [
      'a side of more than 30,000 pixels',
      TOO_MANY_PIXELS,
      () => [file(claimedPng(30_001, 1, 8, Buffer.alloc(30_002)), 'a.png', 'image/png')],
    ],
    ['fewer than 90 million pixels by the header, and not as many in the file', CORRUPT, () => [file(claimedPng(9486, 9486))]],
    ['half of a JPEG', CORRUPT, async () => [file(await half('JPEG'), 'a.jpg', 'image/jpeg')]],
    ...(['PNG', 'GIF', 'animated GIF', 'animated PNG'] as const).map((kind): [string, object, () => Promise<Part[]>] => [
      `half of a ${kind}`,
      CORRUPT,
      async () => [file(await half(kind))],
    ]),
  ];
  it.each(refused)('%s → %j', async (_name, body, parts) => {
    const form = multipart(...(await parts()));
    const headers = { ...form.headers, ...owner.basic };
    const response = await expectNoChange(app, owner, () => app.ask('POST', PATH, { body: form.body, headers }));
    expect(await whole(response)).toEqual({ status: 400, body });
  });

  it.each([
    ['no body at all', '', ''],
    ['JSON', '{"file":"x"}', 'application/json'],
    ['an urlencoded form', 'file=x', 'application/x-www-form-urlencoded'],
    ['a picture without a form', 'GIF89a', 'image/gif'],
    ['a form without boundary', 'x', 'multipart/form-data'],
    [
      'a form without end',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\nabc',
      'multipart/form-data; boundary=b',
    ],
  ])(`%s → ${JSON.stringify(EXACTLY_ONE)}`, async (_name, body, type) => {
    const headers = { ...owner.basic, ...(type && { 'Content-Type': type }) };
    const response = await expectNoChange(app, owner, () => app.ask('POST', PATH, { body, headers }));
    expect(await whole(response)).toEqual({ status: 400, body: EXACTLY_ONE });
  });
});
