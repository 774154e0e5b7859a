import { expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { type Colour, expectOldPicture, openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';

const app = await createTestApp();
const PATH = '/api/me/avatar';
const BLUE: Colour = [20, 60, 220];

it('If-Match – outdated, since the picture was changed in the meantime → 412', async () => {
  const owner = await openOwner(app);
  const headers = { ...owner.auth, 'If-Match': `"a${owner.id}v1"` };
  for (const method of ['PUT', 'DELETE']) {
    const body = method === 'PUT' ? await tiny('png', BLUE) : undefined;
    const response = await app.ask(method, PATH, { headers, body });
    expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 412, code: 'precondition_failed' });
  }
  await expectOldPicture(app, owner);
  const current = { ...owner.auth, 'If-Match': `"a${owner.id}v2"` };
  expect((await app.ask('DELETE', PATH, { headers: current })).status).toBe(204);
});

it('If-Match – an unknown version, and the ETag of another person → 412', async () => {
  const owner = await openOwner(app);
  for (const tag of [`"a${owner.id}v99999999999"`, `"a${owner.id + 1}v2"`, `W/"a${owner.id}v2"`, 'nonsense']) {
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', '{}'],
    ] as const) {
      const response = await app.ask(method, PATH, { headers: { ...owner.auth, 'If-Match': tag }, body });
      expect({ tag, method, status: response.status }).toEqual({ tag, method, status: 412 });
    }
  }
  await expectOldPicture(app, owner);
});

it('PATCH /api/me/avatar – an outdated If-Match is refused even if nothing would change', async () => {
  const owner = await openOwner(app);
  const headers = { ...owner.auth, 'If-Match': `"a${owner.id}v1"` };
  expect((await app.ask('PATCH', PATH, { headers, body: '{}' })).status).toBe(412);
});

it('Idempotency-Key – the same request again gets the first response and saves nothing; another request → 422', async () => {
  const owner = await openOwner(app);
  const put = async (colour: Colour, more = {}) => {
    const headers = { ...owner.auth, 'Idempotency-Key': 'one', ...more };
    return app.ask('PUT', PATH, { headers, body: formOf({ image: await tiny('png', colour) }) });
  };
  const [first, again] = [await put(BLUE), await put(BLUE)];
  expect([first.status, again.status]).toEqual([200, 200]);
  // The metadata report is sent once and not stored.
  const { removed, ...answer } = await first.json();
  expect(removed).toEqual([]);
  expect(await again.json()).toEqual(answer);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  for (const other of [await put([1, 1, 1]), await put(BLUE, { 'If-Match': '*' })]) {
    expect({ status: other.status, code: (await other.json()).code }).toEqual({ status: 422, code: 'idempotency_mismatch' });
  }
  expect((await app.ask('GET', PATH, { headers: owner.auth })).headers.get('etag')).toBe(`"a${owner.id}v3"`);
});
