import { withHeifProperties } from './heif-colours';
import { withStillItem } from './heif-track';
import { withPngProfile } from './png-colours';

/**
 * An upload whose colours libvips reads as they are meant: what it overlooks is stated by an ICC profile instead. It is copied then, and
 * otherwise returned as it is. Pixels are not looked at.
 */
export function withStatedColours(bytes: Uint8Array): Uint8Array {
  return withHeifProperties(withStillItem(withPngProfile(bytes)));
}
