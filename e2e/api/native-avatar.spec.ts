import sharp from 'sharp';
import { openAccount } from '../people';
import { type Color, expect, expectOldPicture, expectPicture, form, plain, test } from './fixtures';

const PATH = '/api/me/avatar';
const BLUE: Color = [20, 60, 220];

for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
  test(`PUT ${PATH} – a ${format} as raw bytes, whatever the declared type, becomes the picture`, async ({ server, owner }) => {
    const headers = { ...owner.auth, 'Content-Type': 'application/octet-stream' };
    const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers, body: await plain(format, BLUE) });
    expect(response.status).toBe(200);
    await expectPicture((await response.json()).url, BLUE);
  });
}

test(`PUT ${PATH} – a form with crop and alt; the reply is the resource, and every size in it is served as it says`, async ({
  server,
  owner,
}) => {
  const halves = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'red' } })
    .composite([{ input: { create: { width: 400, height: 400, channels: 3, background: 'blue' } }, left: 400, top: 0 }])
    .png()
    .toBuffer();
  const crop = { x: 410, y: 10, width: 380, height: 380, rotate: 0 };
  const body = form({ image: new Uint8Array(halves), crop: JSON.stringify(crop), alt: '  Ada, laughing ' }, 'Ünï cödé.png');
  const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body });
  expect(response.status).toBe(200);
  expect(response.headers.get('etag')).toBe(`"a${owner.id}v3-gzip"`);
  const avatar = await response.json();
  expect(avatar).toEqual({
    id: expect.any(Number),
    key: expect.stringMatching(/^[0-9a-f]{40}$/),
    source: 'upload',
    name: 'Ünï cödé.png',
    alt: 'Ada, laughing',
    crop,
    width: 800,
    height: 400,
    animated: false,
    animation: 'none',
    animationDropped: null,
    background: '#ffffff',
    removed: [],
    thumbhash: expect.any(String),
    color: expect.stringMatching(/^#[0-9a-f]{6}$/),
    createdAt: expect.any(String),
    url: `${server.baseURL}/media/${avatar.key}/512.webp`,
    stillUrl: `${server.baseURL}/media/${avatar.key}/512.webp`,
    versions: expect.any(Object),
  });
  expect(Object.keys(avatar.versions)).toEqual([
    ...[20, 30, 40, 55, 64, 75, 90, 100, 128, 180, 200, 230, 256, 290, 400, 500, 512, 1024].map(String),
    'full',
  ]);
  for (const version of Object.values(avatar.versions) as { url: string; width: number; height: number }[]) {
    const served = await sharp(Buffer.from(await (await fetch(version.url)).arrayBuffer())).metadata();
    expect({ width: served.width, height: served.height }).toEqual({ width: version.width, height: version.height });
  }
  for (const format of ['webp', 'avif', 'jpg', 'png']) {
    await expectPicture(`${server.baseURL}/media/${avatar.key}/128.${format}`, [0, 0, 255]);
  }
});

test(`GET ${PATH} – without an upload: source none and a generated picture that is the person's own`, async ({ server, person }) => {
  const avatar = await (await fetch(server.baseURL + PATH, { headers: person.auth })).json();
  expect(avatar).toMatchObject({ id: null, source: 'none', name: null, crop: null });
  const other = await openAccount(server.baseURL);
  const theirs = await (await fetch(server.baseURL + PATH, { headers: other.auth })).json();
  const [mine, others] = await Promise.all(
    [avatar.url, theirs.url].map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())),
  );
  expect((await sharp(mine).metadata()).width).toBe(512);
  expect(mine?.equals(others ?? Buffer.of())).toBe(false);
});

test(`GET ${PATH} – answers 304 to the tag that it gave, and the whole again after a change`, async ({ server, owner }) => {
  const tag = (await fetch(server.baseURL + PATH, { headers: owner.auth })).headers.get('etag') ?? '';
  const conditional = { headers: { ...owner.auth, 'If-None-Match': tag } };
  expect((await fetch(server.baseURL + PATH, conditional)).status).toBe(304);
  await fetch(server.baseURL + PATH, { method: 'PATCH', headers: owner.auth, body: JSON.stringify({ alt: 'new words' }) });
  const changed = await fetch(server.baseURL + PATH, conditional);
  expect(changed.status).toBe(200);
  expect((await changed.json()).alt).toBe('new words');
});

test(`PATCH ${PATH} – frames the kept original anew under a new key; the old address leads to the new picture`, async ({
  server,
  owner,
}) => {
  const halves = await sharp({ create: { width: 600, height: 300, channels: 3, background: 'red' } })
    .composite([{ input: { create: { width: 300, height: 300, channels: 3, background: 'lime' } }, left: 300, top: 0 }])
    .png()
    .toBuffer();
  const put = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: new Uint8Array(halves) });
  const before = await put.json();
  const patch = await fetch(server.baseURL + PATH, {
    method: 'PATCH',
    headers: owner.auth,
    body: JSON.stringify({ crop: { x: 310, y: 20, width: 250, height: 250 } }),
  });
  const after = await patch.json();
  expect(after.crop).toEqual({ x: 310, y: 20, width: 250, height: 250, rotate: 0 });
  expect(after.key).not.toBe(before.key);
  await expectPicture(after.url, [0, 255, 0]);
  await expect.poll(async () => (await fetch(before.url, { redirect: 'manual' })).status).toBe(302);
  await expectPicture(before.url, [0, 255, 0]);
});

test(`DELETE ${PATH} – 204, twice in a row as well; restoring brings the same picture back`, async ({ server, owner }) => {
  const before = await (await fetch(server.baseURL + PATH, { headers: owner.auth })).json();
  for (const _ of [1, 2]) expect((await fetch(server.baseURL + PATH, { method: 'DELETE', headers: owner.auth })).status).toBe(204);
  expect(await (await fetch(server.baseURL + PATH, { headers: owner.auth })).json()).toMatchObject({ source: 'none' });
  const restored = await fetch(`${server.baseURL}/api/me/avatars/${before.id}/restore`, { method: 'POST', headers: owner.auth });
  expect(await restored.json()).toEqual(before);
  await expectPicture(before.url, [200, 30, 90]);
});

test('GET /api/me/avatar/original – gives the owner the very bytes that were uploaded, and nobody else', async ({ server, owner }) => {
  const jpeg = await plain('jpeg', BLUE);
  await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body: form({ image: jpeg }, 'me.jpg') });
  const original = await fetch(`${server.baseURL}${PATH}/original`, { headers: owner.auth });
  expect(Buffer.from(await original.arrayBuffer()).equals(Buffer.from(jpeg))).toBe(true);
  expect(original.headers.get('content-type')).toBe('image/jpeg');
  expect(original.headers.get('content-security-policy')).toContain('sandbox');
  expect((await fetch(`${server.baseURL}${PATH}/original`)).status).toBe(401);
});

test('GET /api/users/{id}/avatar – shows everyone the picture, without the file name and what was cut off', async ({ server, owner }) => {
  const avatar = await (await fetch(`${server.baseURL}/api/users/${owner.id}/avatar`)).json();
  expect(avatar).toMatchObject({ source: 'upload', name: null, crop: null, width: null, height: null });
  await expectPicture(avatar.url, [200, 30, 90]);
  for (const id of ['999999', '0', 'x', '99999999999999']) {
    expect((await fetch(`${server.baseURL}/api/users/${id}/avatar`)).status).toBe(404);
  }
});

test('If-Match – a change to a picture that has changed is refused with 412', async ({ server, owner }) => {
  const headers = { ...owner.auth, 'If-Match': `"a${owner.id}v1"` };
  for (const method of ['PUT', 'DELETE']) {
    const body = method === 'PUT' ? await plain('png', BLUE) : undefined;
    const response = await fetch(server.baseURL + PATH, { method, headers, body });
    expect({ status: response.status, code: (await response.json()).code }).toEqual({ status: 412, code: 'precondition_failed' });
  }
  await expectOldPicture(server, owner);
  const current = { ...owner.auth, 'If-Match': `"a${owner.id}v2"` };
  expect((await fetch(server.baseURL + PATH, { method: 'DELETE', headers: current })).status).toBe(204);
});

test('If-Match – with a number that no version has, or of somebody else → 412', async ({ server, owner }) => {
  for (const tag of [`"a${owner.id}v99999999999"`, `"a${owner.id + 1}v2"`, `W/"a${owner.id}v2"`, 'nonsense']) {
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', '{}'],
    ] as const) {
      const response = await fetch(server.baseURL + PATH, { method, headers: { ...owner.auth, 'If-Match': tag }, body });
      expect({ tag, method, status: response.status }).toEqual({ tag, method, status: 412 });
    }
  }
  await expectOldPicture(server, owner);
});

test(`PATCH ${PATH} – an outdated If-Match is refused also when nothing would change`, async ({ server, owner }) => {
  const headers = { ...owner.auth, 'If-Match': `"a${owner.id}v1"` };
  expect((await fetch(server.baseURL + PATH, { method: 'PATCH', headers, body: '{}' })).status).toBe(412);
});

test('Idempotency-Key – the same request again gets the first answer and saves nothing; another request is refused', async ({
  server,
  owner,
}) => {
  const headers = { ...owner.auth, 'Idempotency-Key': 'one' };
  const put = async (body: BodyInit, more = {}) => fetch(server.baseURL + PATH, { method: 'PUT', headers: { ...headers, ...more }, body });
  const first = await put(form({ image: await plain('png', BLUE) }));
  const again = await put(form({ image: await plain('png', BLUE) }));
  expect([first.status, again.status]).toEqual([200, 200]);
  // All but what the file said beside the picture, which is told once and not kept.
  const { removed, ...answer } = await first.json();
  expect(removed).toEqual([]);
  expect(await again.json()).toEqual(answer);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  for (const other of [
    await put(form({ image: await plain('png', [1, 1, 1]) })),
    await put(form({ image: await plain('png', BLUE) }), { 'If-Match': '*' }),
  ]) {
    expect({ status: other.status, code: (await other.json()).code }).toEqual({ status: 422, code: 'idempotency_mismatch' });
  }
  expect((await fetch(server.baseURL + PATH, { headers: owner.auth })).headers.get('etag')).toBe(`"a${owner.id}v3-gzip"`);
});
