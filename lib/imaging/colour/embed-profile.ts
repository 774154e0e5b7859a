import { withStillItem } from '../formats/heif-track';
import { withHeifProperties } from './heif';
import { withPngProfile } from './png';

/**
 * Rewrites an upload so that libvips reads its colours correctly: colours that libvips ignores are stated by an ICC profile. Returns the
 * same array if nothing changes. Pixels are not decoded.
 */
export function withStatedColours(bytes: Uint8Array): Uint8Array {
  return withHeifProperties(withStillItem(withPngProfile(bytes)));
}
