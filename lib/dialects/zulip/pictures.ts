import { AvatarError } from '@/lib/errors';
import { BytesResponse } from '@/lib/http/bytes-response';
import { IMMUTABLE, PUBLIC_PICTURE } from '@/lib/http/cache-headers';
import { tagMatches } from '@/lib/http/conditional';
import { defineEndpoint } from '@/lib/http/endpoint';
import { madeFromPicture } from '@/lib/http/response-cache/made-from';
import { zulipErrors } from './errors';
import { toAnyone } from './shared';
import { pictureUrl, REALM_ID, type Which } from './urls';

/** Sides in pixels. The layout of clients depends on them. */
const SIDES = { standard: 100, medium: 500 } as const satisfies Record<Which, number>;

/** `GET /user_avatars/1/{key}.png` and `-medium.png`: public, since the key in the URL is secret and e-mails embed the picture. */
export const getPicture = defineEndpoint({
  ...toAnyone,
  nodeAdapter: true,
  errors: {
    ...zulipErrors,
    not_found: () => new Response('<p>File not found</p>', { status: 404, headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
  },
  parse: (_request, { params }) => parseName(params.realm ?? '', params.file ?? ''),
  async core({ key, which }, { services }) {
    const side = SIDES[which];
    // Cached, because one page requests the pictures of a whole organization.
    const delivery = await services.customSizes.rendition({ key, side, format: 'png' });
    if (delivery.kind === 'missing') throw new AvatarError('not_found', 'Picture not found.');
    if (delivery.kind === 'moved') return { movedTo: pictureUrl(delivery.key, which) };
    return { tag: `"${key}-${side}"`, png: delivery };
  },
  present(found, request) {
    // A page or e-mail with an old URL shows the current picture instead of a broken image.
    if (found.movedTo !== undefined)
      return new Response(null, { status: 302, headers: { Location: found.movedTo, 'Cache-Control': 'no-store' } });
    const headers = { ...PUBLIC_PICTURE, ...IMMUTABLE, ETag: found.tag };
    if (tagMatches(request, found.tag)) return new Response(null, { status: 304, headers });
    return new BytesResponse(found.png.bytes, {
      headers: { ...headers, 'Content-Type': 'image/png', 'Content-Length': String(found.png.bytes.byteLength) },
    });
  },
  madeFrom: ({ png }) => madeFromPicture(png?.kept),
});

function parseName(realm: string, file: string): { key: string; which: Which } {
  const [, key, medium] = /^([0-9a-f]{40})(-medium)?\.png$/.exec(file) ?? [];
  if (realm !== String(REALM_ID) || key === undefined) throw new AvatarError('not_found', 'Picture not found.');
  return { key, which: medium === undefined ? 'standard' : 'medium' };
}
