import { describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';
import { multipart, type Part, PICTURE_PATH, whole } from '@/testing/zulip';

const PATH = '/api/v1/users/me/avatar';
const COLOUR: Colour = [10, 90, 200];

const app = await createTestApp();
const png = await tiny('png', COLOUR);

function upload({ basic }: TestPerson, query: string, ...parts: Part[]): Promise<Response> {
  const { body, headers } = multipart(...parts);
  return app.ask('POST', PATH + query, { body, headers: { ...headers, ...basic } });
}

describe(`POST ${PATH}`, () => {
  const file: Part = { name: 'file', fileName: 'a.png', type: 'image/png', content: png };
  const padded = () => {
    const content = new Uint8Array(5 * 1024 * 1024);
    content.set(png);
    return content;
  };
  const accepted: { name: string; parts: () => Part[]; query?: string; ignored?: string[] }[] = [
    {
      name: 'as the Python client of Zulip sends it: the path as the name, and no type',
      parts: () => [{ name: '/tmp/pictures/img.png', fileName: 'img.png', content: png }],
    },
    { name: 'no type and no extension, by its bytes', parts: () => [{ name: 'file', fileName: 'blob', content: png }] },
    {
      name: 'application/octet-stream, by its file name',
      parts: () => [{ ...file, fileName: 'a.PNG', type: 'application/octet-stream' }],
    },
    { name: 'PNG bytes under another image type', parts: () => [{ ...file, fileName: 'a.jpg', type: 'image/jpeg' }] },
    {
      name: 'two parts with one name, which count as one, and the last is used',
      parts: () => [
        { ...file, content: 'no picture' },
        { ...file, fileName: 'b.png' },
      ],
    },
    {
      name: 'a value beside the file, which is ignored and listed as such',
      parts: () => [{ name: 'zoom', content: '2' }, file, { name: 'method', content: 'POST' }],
      query: '?foo=1&bar=2&foo=3',
      ignored: ['bar', 'foo', 'zoom'],
    },
    { name: 'exactly 5 MiB', parts: () => [{ ...file, content: padded() }] },
  ];
  it.each(accepted.map((row) => [row.name, row] as const))('accepts %s', async (_name, { parts, query = '', ignored }) => {
    const owner = await openOwner(app);
    expect(await whole(await upload(owner, query, ...parts()))).toEqual({
      status: 200,
      body: {
        result: 'success',
        msg: '',
        avatar_url: expect.stringMatching(PICTURE_PATH),
        ...(ignored && { ignored_parameters_unsupported: ignored }),
      },
    });
    await expectPicture(app, owner, COLOUR);
  });

  it('changes only the picture of the owner of the key', async () => {
    const [owner, other] = [await openOwner(app), await app.open()];
    const body = formOf({ file: png });
    const { avatar: before } = await app.avatars.stateOf(owner.id);
    expect((await app.ask('POST', PATH, { headers: other.basic, body })).status).toBe(200);
    await expectPicture(app, other, COLOUR);
    expect((await app.avatars.stateOf(owner.id)).avatar).toEqual(before);
    expect(await app.avatars.stateOf(owner.id)).toMatchObject({ version: 2, source: 'upload' });
  });
});
