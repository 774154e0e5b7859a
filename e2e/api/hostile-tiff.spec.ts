import sharp from 'sharp';
import { BLACK_IS_ZERO, encodeTiff } from '@/testing/corpus/tiff-codec';
import type { TestPerson } from '../people';
import type { Server } from '../server';
import { expect, expectOldPicture, test } from './fixtures';
import { basic, error, multipart, whole } from './zulip-wire';

// Zulip's clients alone may send TIFF, so it is tried in Zulip's words.

const PATH = '/api/v1/users/me/avatar';
/** The directory could be read, and the pixels could not. */
const TRUNCATED = error('Image is corrupted or truncated', 'BAD_IMAGE');
/** Not even that. */
const UNDECODABLE = error('Could not decode image; did you upload an image file?', 'BAD_IMAGE');
const TOO_LARGE = error('Image size exceeds limit.', 'BAD_IMAGE');

const grain = { type: 'gaussian' as const, mean: 128, sigma: 40 };
const grainy = () => sharp({ create: { width: 150, height: 100, channels: 3, background: 'gray', noise: grain } });

/** Programs that write as they go put the directory at the end; others put it first. */
const WHOLE: Record<string, { make: () => Promise<Buffer> | Buffer; refusal: object }> = {
  ...Object.fromEntries(
    (['none', 'lzw', 'deflate', 'packbits', 'jpeg', 'webp'] as const).map((compression) => [
      `compression ${compression}`,
      { make: () => grainy().tiff({ compression }).toBuffer(), refusal: UNDECODABLE },
    ]),
  ),
  'all that describes it first': {
    make: () => encodeTiff([{ width: 100, height: 100, depth: 8, photometric: BLACK_IS_ZERO, at: (x, y) => [x ^ y] }]),
    refusal: TRUNCATED,
  },
};

/** Tags of a directory, and the type of their numbers. */
const [WIDTH, HEIGHT, LONG] = [256, 257, 4];

/** Says that it is this large. */
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

for (const [what, { make, refusal }] of Object.entries(WHOLE)) {
  test(`POST ${PATH} – a TIFF with ${what}, cut off at 10, 50 and 90 % → 400`, async ({ server, owner }) => {
    const bytes = await make();
    for (const share of [0.1, 0.5, 0.9]) {
      const { status, body } = await send(server, owner, bytes.subarray(0, bytes.byteLength * share));
      expect({ share, status, body }).toEqual({ share, status: 400, body: refusal });
    }
    await expectOldPicture(server, owner);
  });
}

for (const [side, refusal] of [
  [12_000, TOO_LARGE],
  [65_535, TOO_LARGE],
  [0x7fff_ffff, UNDECODABLE],
] as const) {
  test(`POST ${PATH} – a TIFF that says ${side} × ${side} → 400`, async ({ server, owner }) => {
    expect(await send(server, owner, await claimed(side))).toEqual({ status: 400, body: refusal });
    await expectOldPicture(server, owner);
  });
}

async function send({ baseURL }: Server, person: TestPerson, tiff: Uint8Array) {
  const { body, headers } = multipart({ name: 'file', fileName: 'me.tiff', type: 'image/tiff', content: new Uint8Array(tiff) });
  return whole(await fetch(baseURL + PATH, { method: 'POST', headers: { ...headers, ...basic(person) }, body }));
}
