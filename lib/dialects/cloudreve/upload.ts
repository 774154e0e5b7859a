import { lowerBound } from '@/lib/avatars/policy';
import { AvatarError } from '@/lib/errors';
import { fileTooLarge, readBytes } from '@/lib/http/body/body';
import { defineEndpoint } from '@/lib/http/endpoint';
import { MAX_SIDE } from '@/lib/imaging/limits';
import type { InputFormat } from '@/lib/imaging/media-types';
import { success } from './envelope';
import { uploadErrors } from './errors';
import { cloudreve } from './parts';

/** Cloudreve's default of `avatar_size`, in bytes. A body of exactly this size is accepted. */
const MAX_BYTES = 4_194_304;

/** Cloudreve's limit in pixels of one frame, lower than that of the core. */
const MAX_PIXELS = 64_000_000;

/** Formats of a body without an image type: the published page says that it is "parsed as image file". */
const ANY: readonly InputFormat[] = ['jpeg', 'png', 'gif', 'webp'];

/** Accepted formats by declared image type. */
const DECLARED: Record<string, readonly InputFormat[]> = {
  'image/jpeg': ['jpeg'],
  'image/jpg': ['jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
};

/** `PUT /user/setting/avatar`: uploads the body, or switches to Gravatar if there is none. */
export const putAvatar = defineEndpoint({
  ...cloudreve,
  errors: uploadErrors,
  access: 'person',
  async parse(request, { principal, body, services }) {
    const limitBytes = lowerBound(await services.policies.policy(), MAX_BYTES);
    // Cloudreve refuses a body without `Content-Length`, and clients may rely on that. A chunked body of zero bytes is empty (RFC 9112
    // section 6.3).
    const isChunked = request.headers.has('transfer-encoding');
    const bytes = await readBytes(body, isChunked ? 0 : limitBytes, () => fileTooLarge(limitBytes));
    return { change: { principal, userId: principal.userId }, bytes, accepted: acceptedAs(body.contentType.value) };
  },
  async core({ change, bytes, accepted }, { services: { avatars } }) {
    if (bytes.byteLength === 0) return avatars.followGravatar(change);
    const inspected = await avatars.inspect({ bytes, accepted });
    const { width, height, frames } = inspected;
    if (width * height > MAX_PIXELS) {
      const limits = { limitPixels: MAX_PIXELS, limitSide: MAX_SIDE };
      throw new AvatarError('too_many_pixels', `The picture is ${width} × ${height} pixels. Expected at most ${MAX_PIXELS} in all.`, {
        width,
        height,
        frames,
        ...limits,
      });
    }
    return avatars.replace(change, { bytes, accepted, inspected, via: 'cloudreve' });
  },
  present: () => success(),
});

/** Cloudreve selects its decoder by the type: PNG for any other image type. Without an image type, the bytes decide. */
function acceptedAs(contentType: string): readonly InputFormat[] {
  if (!contentType.startsWith('image/')) return ANY;
  return DECLARED[contentType] ?? ['png'];
}
