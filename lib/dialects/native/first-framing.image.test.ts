import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { expectOldPicture, halves, openOwner } from '@/testing/in-process/pictures';
import { formOf, problem, wireOf } from '@/testing/in-process/wire';
import { keysBelow } from '@/testing/storage';
import { proposedFraming } from './upload-schemas';

const PATH = '/api/me/avatar/framing';
const app = await createTestApp({ faces: async () => [{ x: 0.6, y: 0.2, width: 0.2, height: 0.4, score: 0.9 }], maxUploadBytes: 100_000 });
const owner = await openOwner(app);
const ask = (body?: BodyInit, headers: Record<string, string> = owner.auth) => app.ask('POST', PATH, { headers, body });
const picture = await halves([250, 20, 20], [20, 200, 20], 500);

it.each([
  ['raw bytes', picture],
  ['a form', formOf({ image: picture })],
])('%s – the proposed crop, in pixels of the picture; nothing is stored', async (_what, body) => {
  const before = await keysBelow(app.storage);
  const response = await ask(body);
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const proposed = proposedFraming.parse(await response.json());
  expect(proposed).toEqual({
    crop: { x: 460, y: 0, width: 480, height: 480, rotate: 0 },
    subject: 'face',
    faces: [{ x: 600, y: 100, width: 200, height: 200 }],
  });
  expect(await keysBelow(app.storage)).toEqual(before);
  await expectOldPicture(app, owner);
  const saved = await app.ask('PUT', '/api/me/avatar', {
    headers: (await app.open()).auth,
    body: formOf({ image: picture, crop: JSON.stringify(proposed.crop) }),
  });
  expect(await saved.json()).toMatchObject({ crop: proposed.crop });
});

it('an upload without a crop shows its middle, whatever would be proposed', async () => {
  const saved = await app.ask('PUT', '/api/me/avatar', { headers: (await app.open()).auth, body: picture });
  expect(await saved.json()).toMatchObject({ crop: { x: 250, y: 0, width: 500, height: 500 } });
});

it.each<[name: string, status: number, code: string, body?: BodyInit, headers?: Record<string, string>]>([
  ['a picture without credentials', 401, 'not_authenticated', picture, {}],
  ['a text', 415, 'unsupported_format', 'hello'],
  ['half a picture', 422, 'corrupt_image', picture.slice(0, picture.byteLength / 2)],
  ['no body', 400, 'no_file'],
  ['one byte too many', 413, 'file_too_large', new Uint8Array(100_001)],
])('%s → %i %s', async (_name, status, code, body, headers) => {
  expect(await wireOf(await ask(body, headers))).toEqual(problem(status, code));
});
