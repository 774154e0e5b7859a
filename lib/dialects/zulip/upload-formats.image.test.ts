import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createTestApp, type TestPerson } from '@/testing/app';
import { type Colour, expectColour, expectPicture, openOwner, tiny } from '@/testing/in-process/pictures';
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
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
    'a %s becomes the picture, served as PNG of 100 and 500 pixels',
    async (format) => {
      const owner = await openOwner(app);
      const content = new Uint8Array(await sharp(png).toFormat(format).toBuffer());
      const response = await upload(owner, '', { name: 'file', fileName: `me.${format}`, type: `image/${format}`, content });
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(response.headers.get('cache-control')).toBe('max-age=0, no-cache, no-store, must-revalidate, private');
      expect(Date.parse(response.headers.get('expires') ?? '')).toBeLessThanOrEqual(Date.now());
      const { status, body } = await whole(response);
      expect({ status, body }).toEqual({
        status: 200,
        body: { result: 'success', msg: '', avatar_url: expect.stringMatching(PICTURE_PATH) },
      });
      const { avatar_url } = body as { avatar_url: string };
      for (const [path, side] of [
        [avatar_url, 100],
        [avatar_url.replace('.png', '-medium.png'), 500],
      ] as const) {
        const picture = await app.ask('GET', path);
        expect(picture.headers.get('content-type')).toBe('image/png');
        // Zulip promises exactly these sizes, so a smaller picture is enlarged.
        const bytes = new Uint8Array(await picture.arrayBuffer());
        expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: side, height: side });
        await expectColour(app, path, COLOUR);
      }
      await expectPicture(app, owner, COLOUR);
    },
  );
});
