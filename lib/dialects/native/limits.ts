import { EAGER_SIZES, FORMATS, FULL_SIDE, LADDER, MAX_ALT_LENGTH, MAX_PIXELS, MAX_SIDE, OUTPUT_FORMATS } from '@/lib/avatars/limits';
import { defineEndpoint } from '../endpoint';
import { native } from './parts';

/** `GET /api/limits`: what an upload must keep to, and what comes out. Pages and clients render their help from it. */
export const getLimits = defineEndpoint({
  ...native,
  access: 'anyone',
  credentials: () => ({ kind: 'none' }),
  parse: () => null,
  core: (_command, { services: { maxUploadBytes } }) => ({
    formats: Object.entries(FORMATS).map(([format, about]) => ({ format, ...about })),
    maxBytes: maxUploadBytes,
    maxPixels: MAX_PIXELS,
    maxSide: MAX_SIDE,
    maxAltLength: MAX_ALT_LENGTH,
    sizes: [...LADDER, 'full'],
    fullSide: FULL_SIDE,
    eagerSizes: EAGER_SIZES,
    outputFormats: Object.keys(OUTPUT_FORMATS),
  }),
  present: (limits) => Response.json(limits, { headers: { 'Cache-Control': 'public, no-cache' } }),
});
