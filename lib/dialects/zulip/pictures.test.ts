import { describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { openOwner, tiny } from '@/testing/in-process/pictures';
import { formOf } from '@/testing/in-process/wire';

const app = await createTestApp();

describe('GET /user_avatars', () => {
  it.each([`/user_avatars/1/${'0'.repeat(40)}.png`, `/user_avatars/2/${'0'.repeat(40)}.png`, '/user_avatars/1/x.gif'])(
    '%s → 404 as a page',
    async (path) => {
      const response = await app.ask('GET', path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toBe('<p>File not found</p>');
    },
  );

  const upload = async ({ basic: headers }: TestPerson): Promise<string> => {
    const body = formOf({ file: await tiny('png', [5, 5, 5]) });
    const response = await app.ask('POST', '/api/v1/users/me/avatar', { headers, body });
    return (await response.json()).avatar_url;
  };

  it('is cached without revalidation, and redirects an earlier URL to the current one', async () => {
    const owner = await openOwner(app);
    const before = await upload(owner);
    const shown = await app.ask('GET', before);
    expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    const headers = { 'If-None-Match': shown.headers.get('etag') ?? '' };
    expect((await app.ask('GET', before, { headers })).status).toBe(304);
    const now = await upload(owner);
    // The previous picture is deleted after the response.
    await app.avatars.settled();
    const old = await app.ask('GET', before);
    expect({ status: old.status, location: old.headers.get('location') }).toEqual({ status: 302, location: now });
    const medium = await app.ask('GET', before.replace('.png', '-medium.png'));
    expect(medium.headers.get('location')).toBe(now.replace('.png', '-medium.png'));
    const head = await app.ask('HEAD', now);
    expect({ status: head.status, type: head.headers.get('content-type') }).toEqual({ status: 200, type: 'image/png' });
  });
});
