import { expect, it } from 'vitest';
import { manyFramesGif } from '@/testing/animations';
import { createTestApp } from '@/testing/app';
import { hollowJpeg } from '@/testing/in-process/damaged-pictures';
import { expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { cloudreve, myCargoExtra, native, type Upload, ulule, zulip } from '@/testing/in-process/uploads';
import { enveloped, failure, message, problem, ululeError, type Wire, wireOf, zulipError } from '@/testing/in-process/wire';

const app = await createTestApp({ maxUploadBytes: 2_000_000 });
const owner = await openOwner(app);

const COMPLEX: [Upload, Wire][] = [
  [native, problem(422, 'too_complex')],
  [myCargoExtra, message(400, 'File too large')],
  [cloudreve, enveloped(failure(40001, 'Invalid image'))],
  [ulule, ululeError(400, 'ValueError', ['image'])],
  [zulip, zulipError('Image size exceeds limit.', 'BAD_IMAGE')],
];

for (const [upload, words] of COMPLEX) {
  it(`${upload.api} – a file that would overload a decoder is refused in the format of the API`, async () => {
    expect(await wireOf(await upload.send(app, owner, hollowJpeg(60_000)))).toEqual(words);
    await expectOldPicture(app, owner);
    // MyCargoExtra does not accept GIF.
    if (upload === myCargoExtra) return;
    expect(await wireOf(await upload.send(app, owner, manyFramesGif(5_000)))).toEqual(words);
    await expectOldPicture(app, owner);
  });
}

const STORAGE_FAILED: [Upload, Wire][] = [
  [
    native,
    {
      status: 502,
      body: {
        type: 'about:blank',
        title: 'Storage failed',
        status: 502,
        detail: expect.any(String),
        code: 'storage_failed',
        requestId: expect.any(String),
      },
    },
  ],
  [myCargoExtra, message(502, 'Image upload failed')],
  [cloudreve, enveloped(failure(50004, 'Failed to save avatar file'))],
  [ulule, ululeError(502, 'ValueError', ['image'])],
  [zulip, { status: 500, body: { result: 'error', msg: 'Internal server error' } }],
];

for (const [upload, words] of STORAGE_FAILED) {
  it(`${upload.api} – a storage failure is reported in the format of the API, and the old picture stays`, async () => {
    app.storage.fails = ({ operation }) => operation === 'put';
    try {
      expect(await wireOf(await upload.send(app, owner, await tiny('png', [20, 60, 220])))).toEqual(words);
    } finally {
      app.storage.fails = () => false;
    }
    await expectOldPicture(app, owner);
  });
}
