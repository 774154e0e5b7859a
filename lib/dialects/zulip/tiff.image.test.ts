import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { expectLike } from '@/testing/corpus/expect';
import { encodeJpeg } from '@/testing/corpus/jpeg-codec';
import { EXACT } from '@/testing/corpus/picture';
import { CIELAB, YCBCR } from '@/testing/corpus/tiff-codec';
import { CHART, oldJpeg, rgb, SIDE, withNext, written } from '@/testing/corpus/tiff-page';
import { pixels } from '@/testing/pictures';

const app = await createTestApp();

async function upload(bytes: Uint8Array<ArrayBuffer>) {
  const person = await app.open();
  const body = new FormData();
  body.append('file', new Blob([bytes], { type: 'image/tiff' }), 'me.tiff');
  const response = await app.ask('POST', '/api/v1/users/me/avatar', { headers: person.basic, body });
  return { response, state: await app.avatars.stateOf(person.id) };
}

it.each([
  ['old JPEG in a tile', oldJpeg(encodeJpeg({ width: SIDE, height: SIDE, at: rgb }), YCBCR, SIDE)],
  ['floating-point numbers', written({ depth: 32, sampleFormat: 3, at: () => [0, 0.5, 1] })],
  ['signed numbers', written({ sampleFormat: 2 })],
  ['YCbCr without JPEG', written({ photometric: YCBCR })],
  ['CIELAB colours', written({ photometric: CIELAB })],
  ['planes in tiles', written({ planes: true, tile: 16 })],
])('a TIFF of %s cannot be decoded, and is not reported as corrupted', async (_what, file) => {
  const { response, state } = await upload(new Uint8Array(file));
  expect([response.status, await response.json()]).toEqual([
    400,
    { result: 'error', msg: 'Could not decode image; did you upload an image file?', code: 'BAD_IMAGE' },
  ]);
  expect(state.avatar).toBeNull();
});

it('a TIFF whose link to a second page is invalid shows its first page', async () => {
  const { response, state } = await upload(new Uint8Array(withNext(written(), 0x7fffff00)));
  expect(response.status).toBe(200);
  const rendition = await app.avatars.rendition({ key: state.avatar?.key ?? '', size: 'full', format: 'png' });
  if (rendition.kind !== 'found') throw new Error(`Expected the picture, got ${rendition.kind}`);
  expectLike(await pixels(Buffer.from(rendition.bytes)), CHART, EXACT, 'the picture');
});
