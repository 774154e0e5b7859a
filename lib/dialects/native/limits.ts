import { MAX_ALT_LENGTH } from '@/lib/avatars/limits';
import { acceptedBy, lowerBound } from '@/lib/avatars/policy';
import type { Policy } from '@/lib/avatars/ports';
import { BytesResponse } from '@/lib/http/bytes-response';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { MAX_FRAMES, MAX_PIXELS, MAX_SIDE } from '@/lib/imaging/limits';
import { FORMATS, OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { EAGER_SIZES, FULL_SIDE, LADDER } from '@/lib/imaging/sizes';
import { native } from './parts';
import type { LimitsResource } from './schemas';

/** `GET /api/limits`: the limits of an upload, and the sizes and formats that are served. Pages and clients render their help from it. */
export const getLimits = defineEndpoint({
  ...native,
  access: 'anyone',
  nodeAdapter: true,
  credentials: () => ({ kind: 'none' }),
  parse: () => null,
  core: async (_command, { services }) => limitsOf(await services.policies.policy(), services),
  present: (limits) => BytesResponse.json(limits, { headers: { 'Cache-Control': 'public, no-cache' } }),
});

function limitsOf(policy: Policy, { maxUploadBytes, formats, directUploads }: Services): LimitsResource {
  return {
    locked: policy.avatarChangesDisabled,
    formats: acceptedBy(policy, formats).map((format) => ({ format, ...FORMATS[format] })),
    maxBytes: lowerBound(policy, maxUploadBytes),
    directUploadBytes: directUploads?.fromBytes ?? null,
    maxPixels: MAX_PIXELS,
    maxFrames: MAX_FRAMES,
    maxSide: MAX_SIDE,
    maxAltLength: MAX_ALT_LENGTH,
    sizes: [...LADDER, 'full'],
    fullSide: FULL_SIDE,
    eagerSizes: EAGER_SIZES,
    outputFormats: Object.keys(OUTPUT_FORMATS) as OutputFormat[],
  };
}
