import { withStillItem } from '../formats/heif-track';
import { withHeifProperties } from './heif';
import { withPngProfile } from './png';

/**
 * An upload whose colours libvips reads as they are meant: what it overlooks is stated by an ICC profile instead. It is copied then, and
 * otherwise returned as it is. Pixels are not looked at.
 */
export function withStatedColours(bytes: Uint8Array): Uint8Array {
  return withHeifProperties(withStillItem(withPngProfile(bytes)));
}
