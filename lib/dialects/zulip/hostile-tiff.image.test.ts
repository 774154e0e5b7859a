import { beforeAll, expect, it } from 'vitest';
import { sharp } from '@/lib/imaging/sharp';
import { createTestApp, type TestPerson } from '@/testing/app';
import { BLACK_IS_ZERO, encodeTiff } from '@/testing/corpus/tiff-codec';
import { expectOldPicture, openOwner } from '@/testing/in-process/pictures';
import { zulipError } from '@/testing/in-process/wire';
import { multipart, whole } from '@/testing/zulip';

// Only Zulip accepts TIFF.

const PATH = '/api/v1/users/me/avatar';
/** The reply if only the pixels cannot be decoded. */
const TRUNCATED = zulipError('Image is corrupted or truncated', 'BAD_IMAGE');
/** The reply if the directory cannot be parsed. */
const UNDECODABLE = zulipError('Could not decode image; did you upload an image file?', 'BAD_IMAGE');
const TOO_LARGE = zulipError('Image size exceeds limit.', 'BAD_IMAGE');

const app = await createTestApp();
let owner: TestPerson;
beforeAll(async () => {
  owner = await openOwner(app);
});

async function send(tiff: Uint8Array) {
  const { body, headers } = multipart({ name: 'file', fileName: 'me.tiff', type: 'image/tiff', content: new Uint8Array(tiff) });
  return whole(await app.ask('POST', PATH, { headers: { ...headers, ...owner.basic }, body }));
}

const grain = { type: 'gaussian' as const, mean: 128, sigma: 40 };
const grainy = () => sharp({ create: { width: 150, height: 100, channels: 3, background: 'gray', noise: grain } });

const COMPRESSIONS = ['none', 'lzw', 'deflate', 'packbits', 'jpeg', 'webp'] as const;

/** Encoders that stream write the directory at the end, others at the start. */
it.each<[content: string, make: () => Promise<Buffer> | Buffer, refusal: object]>([
  ...COMPRESSIONS.map((compression): [string, () => Promise<Buffer>, object] => [
    `compression ${compression}`,
    () => grainy().tiff({ compression }).toBuffer(),
    UNDECODABLE,
  ]),
  [
    'its directory in front',
    () => encodeTiff([{ width: 100, height: 100, depth: 8, photometric: BLACK_IS_ZERO, at: (x, y) => [x ^ y] }]),
    TRUNCATED,
  ],
])('POST /api/v1/users/me/avatar – a TIFF with %s, cut off at 10, 50 and 90 percent → 400', async (_content, make, refusal) => {
  const bytes = await make();
  for (const share of [0.1, 0.5, 0.9]) {
    expect({ share, ...(await send(bytes.subarray(0, bytes.byteLength * share))) }).toEqual({ share, ...refusal });
  }
  await expectOldPicture(app, owner);
});

/** Tags of a directory, and the type LONG of their values. */
const [WIDTH, HEIGHT, LONG] = [256, 257, 4];

/** A TIFF whose directory declares this width and height. */
async function claimed(side: number): Promise<Buffer> {
  const tiff = await grainy().tiff({ compression: 'none' }).toBuffer();
  const directory = tiff.readUInt32LE(4);
  for (let entry = directory + 2; entry < directory + 2 + tiff.readUInt16LE(directory) * 12; entry += 12) {
    if (![WIDTH, HEIGHT].includes(tiff.readUInt16LE(entry))) continue;
    tiff.writeUInt16LE(LONG, entry + 2);
    tiff.writeUInt32LE(side, entry + 8);
  }
  return tiff;
}

it.each([
  [12_000, TOO_LARGE],
  [65_535, TOO_LARGE],
  [0x7fff_ffff, UNDECODABLE],
])('POST /api/v1/users/me/avatar – a TIFF that declares %i pixels on each side → 400', async (side, refusal) => {
  expect(await send(await claimed(side))).toEqual(refusal);
  await expectOldPicture(app, owner);
});
