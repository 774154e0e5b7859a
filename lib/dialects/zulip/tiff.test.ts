import { expect, it } from 'vitest';
import { type AnyAvatarError, isAvatarError } from '@/lib/errors';
import { type Services, wireResponse } from '@/lib/http/endpoint';
import { expectLike } from '@/testing/corpus/expect';
import { encodeJpeg } from '@/testing/corpus/jpeg-codec';
import { EXACT } from '@/testing/corpus/picture';
import { CIELAB, YCBCR } from '@/testing/corpus/tiff-codec';
import { CHART, oldJpeg, rgb, SIDE, withNext, written } from '@/testing/corpus/tiff-page';
import { sharedRecords } from '@/testing/memory/records';
import { pixels } from '@/testing/pictures';
import { world } from '@/testing/world';
import { setAvatar } from './avatar';

const records = sharedRecords();

async function upload(bytes: Uint8Array<ArrayBuffer>) {
  const person = await world(records());
  const { avatars, change } = person;
  const services = { avatars } as Partial<Services> as Services;
  const file = { field: 'file', bytes, fileName: 'me.tiff', type: 'image/tiff' };
  const { principal } = change;
  // The core of an endpoint may return a value in place of a promise.
  const result = (async () => {
    const policy = await avatars.policy();
    return setAvatar.core({ act: 'replace', file, policy, ignored: [] }, { principal, services, params: {}, signIn: async () => null });
  })();
  return { person, result };
}

it.each([
  ['old JPEG in a tile', oldJpeg(encodeJpeg({ width: SIDE, height: SIDE, at: rgb }), YCBCR, SIDE)],
  ['floating-point numbers', written({ depth: 32, sampleFormat: 3, at: () => [0, 0.5, 1] })],
  ['signed numbers', written({ sampleFormat: 2 })],
  ['YCbCr without JPEG', written({ photometric: YCBCR })],
  ['CIELAB colours', written({ photometric: CIELAB })],
  ['planes in tiles', written({ planes: true, tile: 16 })],
])('a TIFF of %s cannot be decoded, and is not called damaged', async (_what, file) => {
  const { person, result } = await upload(new Uint8Array(file));
  const error: AnyAvatarError = await result.then(
    () => expect.unreachable('It was taken'),
    (reason) => (isAvatarError(reason) ? reason : Promise.reject(reason)),
  );
  expect(error.code).toBe('unsupported_format');
  const request = new Request('http://localhost/api/v1/users/me/avatar');
  const response = wireResponse(setAvatar.errors, { error, request, requestId: '' });
  expect(response?.status).toBe(400);
  expect(await response?.json()).toEqual({
    result: 'error',
    msg: 'Could not decode image; did you upload an image file?',
    code: 'BAD_IMAGE',
  });
  expect((await person.state()).avatar).toBeNull();
});

it('a TIFF whose second page is nowhere shows its first', async () => {
  const { person, result } = await upload(new Uint8Array(withNext(written(), 0x7fffff00)));
  await result;
  expectLike(await pixels(await person.served({ size: 'full', format: 'png' })), CHART, EXACT, 'the picture');
});
