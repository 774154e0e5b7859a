import sharp from 'sharp';
import { expect, expectOldPicture, test } from './fixtures';
import { basic, error, multipart, whole } from './zulip-wire';

// Zulip's clients alone may send TIFF, so it is tried in Zulip's words.

const PATH = '/api/v1/users/me/avatar';
const TRUNCATED = error('Image is corrupted or truncated', 'BAD_IMAGE');
const TOO_LARGE = error('Image size exceeds limit.', 'BAD_IMAGE');

const grain = { type: 'gaussian' as const, mean: 128, sigma: 40 };
const grainy = () => sharp({ create: { width: 150, height: 100, channels: 3, background: 'gray', noise: grain } });

const COMPRESSIONS = ['none', 'lzw', 'deflate', 'packbits', 'jpeg', 'webp'] as const;

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

/** Tags of a directory, and the type of their numbers. */
const [WIDTH, HEIGHT, LONG] = [256, 257, 4];

for (const compression of COMPRESSIONS) {
  test(`POST ${PATH} – a TIFF (${compression}) that is cut off at 10, 50 and 90 % → 400`, async ({ server, owner }) => {
    const bytes = await grainy().tiff({ compression }).toBuffer();
    for (const share of [0.1, 0.5, 0.9]) {
      const content = new Uint8Array(bytes.subarray(0, bytes.byteLength * share));
      const { body, headers } = multipart({ name: 'file', fileName: 'me.tiff', type: 'image/tiff', content });
      const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: { ...headers, ...basic(owner) }, body });
      expect({ share, ...(await whole(response)) }).toEqual({ share, status: 400, body: TRUNCATED });
    }
    await expectOldPicture(server, owner);
  });
}

for (const side of [12_000, 65_535, 0x7fff_ffff]) {
  test(`POST ${PATH} – a TIFF that says ${side} × ${side} → 400`, async ({ server, owner }) => {
    const content = new Uint8Array(await claimed(side));
    const { body, headers } = multipart({ name: 'file', fileName: 'me.tiff', type: 'image/tiff', content });
    const response = await fetch(server.baseURL + PATH, { method: 'POST', headers: { ...headers, ...basic(owner) }, body });
    const { status, body: answer } = await whole(response);
    expect(status).toBe(400);
    // What no decoder can hold is no picture to it.
    expect([TOO_LARGE, TRUNCATED]).toContainEqual(answer);
    await expectOldPicture(server, owner);
  });
}
