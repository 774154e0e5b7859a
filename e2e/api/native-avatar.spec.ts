import sharp from 'sharp';
import { formOf } from '@/testing/form';
import { expectPicture } from '../pictures/one-colour';
import { AS_FUNCTIONS } from '../server/functions';
import { expect, test } from '../server/upload-fixtures';

const PATH = '/api/me/avatar';

test(`PUT ${PATH} – a form with crop and alt; the reply is the resource, and every size in it is served as it says`, {
  tag: '@main',
}, async ({ server, owner }) => {
  const halves = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'red' } })
    .composite([{ input: { create: { width: 400, height: 400, channels: 3, background: 'blue' } }, left: 400, top: 0 }])
    .png()
    .toBuffer();
  const crop = { x: 410, y: 10, width: 380, height: 380, rotate: 0 };
  const body = formOf({ image: new Uint8Array(halves), crop: JSON.stringify(crop), alt: '  Ada, laughing ' }, 'Ünï cödé.png');
  const response = await fetch(server.baseURL + PATH, { method: 'PUT', headers: owner.auth, body });
  expect(response.status).toBe(200);
  // Functions leave compression to the platform, which changes no tag.
  expect(response.headers.get('etag')).toBe(AS_FUNCTIONS ? `"a${owner.id}v3"` : `"a${owner.id}v3-gzip"`);
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
    stillFrame: 0,
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
