import sharp from 'sharp';
import { animation, flat } from '@/testing/animations';
import { formOf } from '@/testing/form';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/me/avatar';

/** Three frames of other hues and about the same light. */
const CALM = [0, 60, 120].map((by) => flat(300, 200, [120 + by, 110, 230 - by]));
const STROBE = Array.from({ length: 10 }, (_frame, at) => flat(100, 100, at % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));

async function shown(url: string): Promise<{ type: string | null; frames: number; delay?: number[]; loop?: number }> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  const { pages = 1, delay, loop } = await sharp(Buffer.from(await response.arrayBuffer()), { animated: true }).metadata();
  return { type: response.headers.get('content-type'), frames: pages, delay, loop };
}

for (const format of ['gif', 'webp', 'png'] as const) {
  test(`PUT ${PATH} – an animated ${format} keeps its frames, delays and loop, and has a still twin of every size`, async ({
    server,
    person,
  }) => {
    const upload = await animation(CALM, { delays: [80, 200, 120], loop: 2, format });
    const crop = JSON.stringify({ x: 20, y: 0, width: 160, height: 160, rotate: 0 });
    const response = await fetch(server.baseURL + PATH, {
      method: 'PUT',
      headers: person.auth,
      body: formOf({ image: new Uint8Array(upload), crop }),
    });
    expect(response.status).toBe(200);
    const avatar = await response.json();
    expect(avatar).toMatchObject({ animated: true, animation: 'kept', animationDropped: null });
    for (const url of [avatar.url, avatar.versions['64'].url, avatar.versions.full.url]) {
      expect(await shown(url)).toEqual({ type: 'image/webp', frames: 3, delay: [80, 200, 120], loop: 2 });
    }
    expect(avatar.stillUrl).toBe(`${server.baseURL}/media/${avatar.key}/512.still.webp`);
    for (const size of [64, 200, 'full']) expect((await shown(`${server.baseURL}/media/${avatar.key}/${size}.still.webp`)).frames).toBe(1);
    for (const type of ['avif', 'jpg', 'png']) expect((await shown(`${server.baseURL}/media/${avatar.key}/128.${type}`)).frames).toBe(1);
  });
}

test('GET /u/{id}/avatar – moves for clients that show WebP, unless they ask for a still one', { tag: '@main' }, async ({
  server,
  person,
}) => {
  await fetch(server.baseURL + PATH, {
    method: 'PUT',
    headers: person.auth,
    body: new Uint8Array(await animation(CALM, { delays: [90, 90, 90] })),
  });
  const observe = async (query: string, accept: string) => {
    const response = await fetch(`${server.baseURL}/u/${person.id}/avatar${query}`, { headers: { Accept: accept } });
    const { pages = 1 } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    return { type: response.headers.get('content-type'), frames: pages };
  };
  expect(await observe('', 'image/avif,image/webp,*/*')).toEqual({ type: 'image/webp', frames: 3 });
  expect(await observe('?still=1', 'image/avif,image/webp,*/*')).toEqual({ type: 'image/webp', frames: 1 });
  expect(await observe('', '*/*')).toEqual({ type: 'image/jpeg', frames: 1 });
});

test(`PUT ${PATH} – an animation that flashes is served still, and its owner alone is told why`, async ({ server, person }) => {
  const upload = new Uint8Array(await animation(STROBE, { delays: STROBE.map(() => 100) }));
  const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: person.auth, body: upload });
  const avatar = await response.json();
  expect(avatar).toMatchObject({ animated: false, animation: 'dropped', animationDropped: 'flashing', stillUrl: avatar.url });
  for (const size of ['64', '512', 'full']) expect((await shown(avatar.versions[size].url)).frames).toBe(1);
  const others = await (await fetch(`${server.baseURL}/api/users/${person.id}/avatar`)).json();
  expect(others).toMatchObject({ animated: false, animationDropped: null });
});
