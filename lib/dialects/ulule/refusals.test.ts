import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { half, hugePng } from '@/testing/in-process/damaged-pictures';
import { type Bytes, expectOldPicture, openOwner, padded, tiny } from '@/testing/in-process/pictures';
import { OPEN, upload, WRITES } from '@/testing/in-process/ulule';
import { formOf, ululeError, wireOf } from '@/testing/in-process/wire';

const app = await createTestApp({ maxUploadBytes: 10_000_000 });
const text = (content: string): Bytes => new Uint8Array(new TextEncoder().encode(content));

const WRONG_IMAGE = ululeError(400, 'ValueError', ['image']);
const UNREADABLE = ululeError(400, 'DeserializationError', []);
const MISSING = ululeError(404, 'ValueError', ['id']);

function twoImages(): FormData {
  const data = formOf({ image: text('one') });
  data.append('image', new Blob([text('two')]), 'two.png');
  return data;
}

interface Refusal {
  name: string;
  body: () => BodyInit | Promise<BodyInit>;
  expected: object;
  headers?: Record<string, string>;
}

const REFUSALS: Refusal[] = [
  { name: 'a WebP', body: async () => formOf({ image: await tiny('webp', [0, 0, 0]) }), expected: WRONG_IMAGE },
  { name: 'an AVIF', body: async () => formOf({ image: await tiny('avif', [0, 0, 0]) }), expected: WRONG_IMAGE },
  { name: 'text named .png', body: () => formOf({ image: text('hello') }), expected: WRONG_IMAGE },
  { name: 'an SVG', body: () => formOf({ image: text('<svg xmlns="http://www.w3.org/2000/svg"/>') }), expected: WRONG_IMAGE },
  { name: 'an empty file', body: () => formOf({ image: new Uint8Array() }), expected: WRONG_IMAGE },
  { name: 'a truncated JPEG', body: async () => formOf({ image: await half('JPEG') }), expected: WRONG_IMAGE },
  { name: 'a 300 megapixel header', body: async () => formOf({ image: hugePng() }), expected: WRONG_IMAGE },
  { name: '5,000,000 bytes', body: async () => formOf({ image: await padded(5_000_000, [20, 160, 60]) }), expected: WRONG_IMAGE },
  { name: 'two images', body: twoImages, expected: WRONG_IMAGE },
  { name: 'text in the field image', body: () => formOf({ image: 'me.png' }), expected: ululeError(400, 'TypeError', ['image']) },
  { name: 'JSON', body: () => '{"image":"x"}', headers: { 'Content-Type': 'application/json' }, expected: UNREADABLE },
  { name: 'a form without boundary', body: () => 'x', headers: { 'Content-Type': 'multipart/form-data' }, expected: UNREADABLE },
  {
    name: 'a form without end',
    body: () => '--b\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    expected: UNREADABLE,
  },
];

describe('PATCH /v1/avatars/:id', () => {
  let owner: TestPerson;
  beforeAll(async () => {
    owner = await openOwner(app);
  });

  it.each(REFUSALS)('$name → 400, and the old picture stays', async ({ body, headers, expected }) => {
    const response = await app.ask('PATCH', `/v1/avatars/${owner.id}`, { headers: { ...owner.auth, ...headers }, body: await body() });
    expect(await wireOf(response)).toEqual(expected);
    await expectOldPicture(app, owner);
  });
});

describe('POST /v1/users/:id/avatars', () => {
  let person: TestPerson;
  beforeEach(async () => {
    person = await app.open();
  });

  const post = (body?: BodyInit, headers: Record<string, string> = {}) =>
    app.ask('POST', `/v1/users/${person.id}/avatars`, { headers: { ...person.auth, ...headers }, body });

  it.each(REFUSALS)('$name → 400, and no avatar is created', async ({ body, headers, expected }) => {
    expect(await wireOf(await post(await body(), headers))).toEqual(expected);
    expect((await (await app.ask('GET', '/v1/me', { headers: person.auth })).json()).has_avatar).toBe(false);
  });

  it.each([
    ['no body at all', undefined],
    ['an empty form', new FormData()],
    ['a file in another field', formOf({ avatar: text('x') })],
  ])('%s → 400 RequiredError on image', async (_name, body) => {
    const required = ululeError(400, 'RequiredError', ['image'], 'Expected a file in the field image.');
    expect(await wireOf(await post(body))).toEqual(required);
  });

  it('4,999,999 bytes are less than 5MB', async () => {
    await upload(app, person, await padded(4_999_999, [20, 160, 60]));
  });

  it('a second avatar → 400 ValueError on image, and the old picture stays', async () => {
    const owner = await openOwner(app);
    const body = formOf({ image: await tiny('png', [0, 0, 0]) });
    const response = await app.ask('POST', `/v1/users/${owner.id}/avatars`, { headers: owner.auth, body });
    const message = 'You already have an avatar. Update or delete that one.';
    expect(await wireOf(response)).toEqual(ululeError(400, 'ValueError', ['image'], message));
    await expectOldPicture(app, owner);
  });
});

describe('an id', () => {
  let owner: TestPerson;
  beforeAll(async () => {
    owner = await openOwner(app);
  });

  const writes = WRITES.map(([method, path]) => [method, path(':id'), path] as const);
  it.each(writes)("%s %s of another person's avatar → 403 PermissionError, and the old picture stays", async (method, _path, path) => {
    const other = await app.open();
    const body = method === 'DELETE' ? undefined : formOf({ image: await tiny('png', [0, 0, 0]) });
    const response = await app.ask(method, path(owner.id), { headers: other.auth, body });
    expect(await wireOf(response)).toEqual(ululeError(403, 'PermissionError', [], 'Only the owner can change an avatar.'));
    await expectOldPicture(app, owner);
  });

  const UNKNOWN = ['2147483647', '99999999999999', '0', '-1', 'me', '1e3'];
  it.each(WRITES.flatMap(([method, path]) => UNKNOWN.map((id) => [method, path(id)])))(
    '%s %s – no person has this id → 404, and the old picture stays',
    async (method, path) => {
      expect(await wireOf(await app.ask(method, path, { headers: owner.auth }))).toEqual(MISSING);
      await expectOldPicture(app, owner);
    },
  );

  it.each(['/v1/users/2147483647', '/v1/avatars/2147483647', '/v1/users/nobody'])('GET %s → 404', async (path) => {
    expect(await wireOf(await app.ask('GET', path, { headers: OPEN }))).toEqual(MISSING);
  });
});
