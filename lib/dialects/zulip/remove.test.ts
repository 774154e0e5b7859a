import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { expectNoChange, openOwner } from '@/testing/in-process/pictures';
import { PICTURE_PATH, whole } from '@/testing/zulip';

const PATH = '/api/v1/users/me/avatar';
const REMOVED = { status: 200, body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) } };

const app = await createTestApp();

function formWith(field: string, value: string): FormData {
  const form = new FormData();
  form.append(field, value);
  return form;
}

describe('a form whose field method replaces the method', () => {
  it.each([
    ['FormData', () => formWith('method', 'DELETE')],
    ['URLSearchParams', () => new URLSearchParams({ method: 'DELETE' })],
  ])(`POST ${PATH} with method=DELETE in %s deletes`, async (_encoding, body) => {
    const owner = await openOwner(app);
    expect(await whole(await app.ask('POST', PATH, { headers: owner.basic, body: body() }))).toEqual(REMOVED);
    expect(await (await app.ask('GET', '/api/me/avatar', { headers: owner.auth })).json()).toMatchObject({ source: 'none' });
  });

  it(`POST ${PATH} with method=PATCH → 405`, async () => {
    const owner = await openOwner(app);
    const body = new URLSearchParams({ method: 'PATCH' });
    const response = await expectNoChange(app, owner, () => app.ask('POST', PATH, { headers: owner.basic, body }));
    expect(await whole(response)).toEqual({
      status: 405,
      body: { result: 'error', msg: 'Method Not Allowed', allowed_methods: ['POST', 'DELETE'] },
    });
  });
});

describe(`DELETE ${PATH}`, () => {
  it('restores the generated avatar, and the second time changes nothing', async () => {
    const owner = await openOwner(app);
    const remove = async (query = '', body?: BodyInit) =>
      whole(await app.ask('DELETE', PATH + query, { headers: owner.basic, ...(body && { body }) }));
    const version = async () => (await app.ask('GET', '/api/me/avatar', { headers: owner.auth })).headers.get('etag');
    const first = await remove();
    expect(first).toEqual(REMOVED);
    const after = await version();
    expect(after).toBe(`"a${owner.id}v3"`);
    expect(await remove()).toEqual(first);
    expect(await remove('?foo=1')).toEqual({ status: 200, body: { ...(first.body as object), ignored_parameters_unsupported: ['foo'] } });
    expect(await version()).toBe(after);
    // The Python client sends an urlencoded body, other clients a multipart form.
    for (const body of [new URLSearchParams({ foo: '1', client: 'test' }), formWith('foo', '1')]) {
      const ignored_parameters_unsupported = ['bar', 'foo'];
      expect(await remove('?bar=2', body)).toEqual({ status: 200, body: { ...(first.body as object), ignored_parameters_unsupported } });
    }
    expect(await version()).toBe(after);
    const { avatar_url } = first.body as { avatar_url: string };
    expect((await app.ask('GET', avatar_url)).status).toBe(200);
  });
});
