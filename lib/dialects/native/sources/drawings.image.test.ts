import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CHOSEN_STYLES } from '@/lib/avatars/drawings/ports';
import { createTestApp } from '@/testing/app';

const app = await createTestApp();
const ada = await app.open();
const get = (path: string, headers: Record<string, string> = ada.session) => app.ask('GET', `/api/me/drawings/${path}`, { headers });

describe('GET /api/me/drawings/{style}', () => {
  it.each(CHOSEN_STYLES)('draws %s as an opaque PNG, which can be uploaded', async (style) => {
    const response = await get(`${style}?seed=1&size=96`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 96, height: 96 });
    expect((await sharp(bytes).stats()).isOpaque).toBe(true);
    const saved = await app.ask('PUT', '/api/me/avatar', { headers: ada.auth, body: bytes });
    expect(await saved.json()).toMatchObject({ source: 'upload', width: 96 });
  });

  it('draws the same for the same seed, and says so to clients that have it', async () => {
    const bytesOf = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer());
    const first = await bytesOf('shapes?seed=a&size=64');
    expect(await bytesOf('shapes?seed=a&size=64')).toEqual(first);
    expect(await bytesOf('shapes?seed=b&size=64')).not.toEqual(first);
    const etag = (await get('shapes?seed=a&size=64')).headers.get('etag') ?? '';
    expect((await get('shapes?seed=a&size=64', { ...ada.session, 'If-None-Match': etag })).status).toBe(304);
  });

  it('draws 512 pixels unless told otherwise', async () => {
    expect(await sharp(await (await get('lorelei?seed=')).arrayBuffer()).metadata()).toMatchObject({ width: 512 });
  });

  it.each([
    ['initials?seed=1', 'style'],
    ['mp?seed=1', 'style'],
    ['shapes', 'seed'],
    [`shapes?seed=${'x'.repeat(65)}`, 'seed'],
    ['shapes?seed=1&size=15', 'size'],
    ['shapes?seed=1&size=1025', 'size'],
    ['shapes?seed=1&size=big', 'size'],
  ])('refuses %s', async (path, field) => {
    const response = await get(path);
    expect([response.status, Object.keys((await response.json()).fields)]).toEqual([400, [field]]);
  });

  it('is for people who are signed in', async () => {
    expect((await get('shapes?seed=1', {})).status).toBe(401);
  });
});
