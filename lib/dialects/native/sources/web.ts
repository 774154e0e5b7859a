import type { Principal } from '@/lib/accounts/ports';
import type { FetchedPicture } from '@/lib/avatars/web/fetch-picture';
import { AvatarError } from '@/lib/errors';
import { readJson } from '@/lib/http/body/body';
import { parseFields } from '@/lib/http/body/fields';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { FORMATS } from '@/lib/imaging/media-types';
import { native } from '../parts';
import { settled } from '../preconditions';
import { changeOf } from '../upload';
import { webPicture } from './source-schemas';

/** `POST /api/me/avatar/fetch`: the picture at an address, for the editor of the page. Nothing is stored. */
export const fetchWebPicture = defineEndpoint({
  ...native,
  writes: false,
  access: 'person',
  async parse(request, context) {
    requireSession(context.principal);
    requireFetching(context.services);
    return { change: changeOf(request, context), ...parseFields(webPicture, (await readJson(context.body)) ?? {}) };
  },
  core: async ({ change, url }, { services, body }) =>
    requireFetching(services)(await settled(change, services), url, (bytes) => body.reserve(bytes)),
  present: presentFetched,
});

/** A picture from elsewhere, for its person. */
export function presentFetched({ bytes, format, fileName }: FetchedPicture): Response {
  return new Response(bytes, {
    headers: {
      'Content-Type': FORMATS[format].mime,
      // The bytes come from another site and must not run as a page of this origin.
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  });
}

/** Scripts can fetch pictures themselves, and a copied key must not make this server send requests. @throws AvatarError forbidden */
function requireSession({ via }: Principal): void {
  if (via === 'session') return;
  throw new AvatarError(
    'forbidden',
    'Addresses are fetched for the picture page only. Fetch the picture, then send it to PUT /api/me/avatar.',
  );
}

/** @throws AvatarError not_found */
function requireFetching({ fetchPicture }: Services) {
  if (fetchPicture) return fetchPicture;
  throw new AvatarError('not_found', 'This server fetches no pictures from addresses. Send the picture to PUT /api/me/avatar.');
}
