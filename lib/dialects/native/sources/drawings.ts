import { parseFields } from '@/lib/http/body/fields';
import { BytesResponse } from '@/lib/http/bytes-response';
import { tagMatches } from '@/lib/http/conditional';
import { defineEndpoint } from '@/lib/http/endpoint';
import { native } from '../parts';
import { drawingQuery } from './source-schemas';

/** `GET /api/me/drawings/{style}`: a drawing as a PNG, which a person may choose as their picture. */
export const getDrawing = defineEndpoint({
  ...native,
  nodeAdapter: true,
  access: 'person',
  parse: (request, { params: { style } }) => parseFields(drawingQuery, { ...Object.fromEntries(new URL(request.url).searchParams), style }),
  async core({ style, seed, size }, { services: { customSizes } }) {
    const drawing = { style, seed };
    return { etag: `"${customSizes.keyOf(drawing)}-${size}"`, picture: await customSizes.drawing(drawing, size, 'png') };
  },
  present({ etag, picture }, request) {
    // An hour: the page shows the same drawings again and again, and a later version may draw others.
    const headers = {
      'Content-Type': 'image/png',
      'Cache-Control': 'private, max-age=3600',
      ETag: etag,
      'X-Content-Type-Options': 'nosniff',
    };
    if (tagMatches(request, etag)) return new Response(null, { status: 304, headers });
    return new BytesResponse(picture.bytes, { headers });
  },
});
