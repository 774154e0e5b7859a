import type { OutputFormat } from './media-types';
import type { Size } from './sizes';

/**
 * Which part of the picture is shown. The picture is first turned upright (EXIF), then rotated clockwise by `rotate` degrees, which
 * makes its bounding box larger unless it is a multiple of 90; the rectangle lies in that box. All in pixels of the original.
 */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
  /** 0 to 359. */
  rotate: number;
}

/**
 * `frames`, `pixels` and `bytes` are over the budget of an animation; `flashing` could cause a seizure (WCAG 2.2, 2.3.1); of `format`,
 * AVIF and HEIC, no frames are read, only the still picture beside them.
 */
export type AnimationDropped = 'frames' | 'pixels' | 'bytes' | 'flashing' | 'format';

/** Pixels in memory: sRGB unless said otherwise, 8 bits, three or four channels, in rows without gaps. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Pixels with bytes before and behind them, in the same memory, that belong to nobody: what comes around them can be put there. */
export interface RoomyPixels extends Pixels {
  /** How many there are on either side. */
  room: number;
}

/**
 * Decodes the main picture of a HEIC file, turned as the file itself says, in the colours of the file's profile. Our build of libvips
 * reads the header of such files and not their pixels.
 *
 * Decodes one at a time, and the time that one may take counts from the call: callers wait for one another.
 *
 * @throws AvatarError corrupt_image; too_complex when it takes too long
 */
export type HeicDecoder = (bytes: Uint8Array) => Promise<RoomyPixels>;

/** What a file says beside its pixels. */
export interface EmbeddedMetadata {
  /** By the names that EXIF, IPTC, XMP and PNG give it, as people read it; empty where nobody could. */
  fields: [name: string, value: string][];
  /** Where the picture was taken, in degrees. */
  place: { latitude: number; longitude: number } | null;
  /** Whether there is a small picture inside. */
  hasThumbnail: boolean;
  /** Whether there is more, so much that it was not read. */
  hasMore: boolean;
}

/**
 * Reads what a file says beside its pixels, within a time and an amount of memory that no file can exceed.
 *
 * @returns null when there is something that cannot be read. Never throws: a fault of ours is reported by the driver.
 */
export type MetadataReader = (bytes: Uint8Array) => Promise<EmbeddedMetadata | null>;

/** Names the encoded picture of one version. */
export interface RenditionName {
  key: string;
  /** `whole`: in its own proportions and size, at most `MAX_WHOLE_PIXELS`. Only of a picture that nobody framed. */
  size: Size | 'whole';
  format: OutputFormat;
  /** The first frame, of an animation as WebP; every other picture and format is still anyway. */
  still?: boolean;
}

/** How a picture looks at a glance: what its record keeps of its pixels. */
export interface Appearance {
  /** base64 of 5 to 25 bytes, see evanw.github.io/thumbhash. */
  thumbhash: string;
  /** Dominant colour as `#rrggbb`. */
  color: string;
  /** `none`: the upload has one frame. `kept`: its WebP renditions are animated. `dropped`: the upload is animated, its renditions are not. */
  animation: 'none' | 'kept' | 'dropped';
  /** Why the animation was dropped; null unless it was. */
  animationDropped: AnimationDropped | null;
}

/** A picture to frame on. */
export interface Preview {
  /** WebP, the whole picture, upright, at most `PREVIEW_SIDE` pixels on its longer side. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Size of the original as displayed, in pixels: what crops count in. */
  width: number;
  height: number;
}
