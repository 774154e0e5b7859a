import type { OutputFormat } from './media-types';
import type { Size } from './sizes';

/**
 * The part of a picture that is shown. The picture is first oriented upright (EXIF), then mirrored, then rotated clockwise by `rotate`
 * degrees. The rectangle has its origin at the top left of the bounding box of the result, which is larger than the picture unless the
 * angle is a multiple of 90. It may lie partly beyond that box, and enclose it. All in pixels of the original.
 */
export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
  /** 0 to 359. */
  rotate: number;
  /** Whether left and right are exchanged; absent if not. */
  flip?: boolean;
}

/** How a picture fills its square. */
export interface Framing {
  crop: Crop;
  /** `#rrggbb`, `blur` or `transparent`. */
  background: string;
  /** Frame of an animation that its stills show, from 0; the first by default. */
  stillFrame?: number;
  /** `choice` keeps an animation from moving. Other reasons are found while it is rendered. */
  animationDropped?: AnimationDropped | null;
}

/**
 * `frames`, `pixels` and `bytes` exceed an animation limit. `flashing` could cause a seizure (WCAG 2.2, 2.3.1). `format`: only the still
 * picture of AVIF and HEIC is read. `choice`: the person wants a still picture.
 */
export type AnimationDropped = 'frames' | 'pixels' | 'bytes' | 'flashing' | 'format' | 'choice';

/** Pixels in memory: 8 bits, three or four channels, in rows without gaps; sRGB unless stated otherwise. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Pixels with unused bytes before and after them in the same buffer, so that a file header can be added without a copy. */
export interface PaddedPixels extends Pixels {
  /** Number of unused bytes on either side. */
  padding: number;
}

/**
 * Decodes the primary item of a HEIC, oriented as the file states, in the colour space of its profile. Our build of libvips reads only the
 * header of such files.
 *
 * Decodes one file at a time. The time limit starts with the call and so includes the wait for other callers.
 *
 * @throws AvatarError corrupt_image; too_complex after the time limit
 */
export type HeicDecoder = (bytes: Uint8Array) => Promise<PaddedPixels>;

/** Metadata embedded in a file. */
export interface EmbeddedMetadata {
  /** Human-readable values by their EXIF, IPTC, XMP or PNG names; empty for raw data. */
  fields: [name: string, value: string][];
  /** Location of the photo in degrees. */
  place: { latitude: number; longitude: number } | null;
  /** Whether an embedded thumbnail exists. */
  hasThumbnail: boolean;
  /** Whether further metadata exceeded the limit and was not read. */
  hasMore: boolean;
}

/**
 * Reads embedded metadata within a time and memory limit.
 *
 * @returns null if metadata exists but cannot be read. Never throws: the driver reports internal errors.
 */
export type MetadataReader = (bytes: Uint8Array) => Promise<EmbeddedMetadata | null>;

/** A face in a picture, in parts of its width and height. It may exceed the picture a little. */
export interface Face {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Certainty, 0 to 1. */
  score: number;
}

/**
 * Finds the faces of a small opaque picture within a time limit.
 *
 * @returns none also if there was no time. Never throws: the driver reports internal errors.
 */
export type FaceFinder = (picture: Pixels) => Promise<Face[]>;

/** A rectangle in pixels of the displayed picture. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A square to begin with, and what it was chosen for. */
export interface FirstFraming {
  crop: Crop;
  subject: 'face' | 'attention' | 'middle';
  /** In whole pixels, the largest first. They may exceed the picture a little. */
  faces: Rectangle[];
}

/** Identifies an encoded picture of one version. */
export interface RenditionName {
  key: string;
  /** `whole`: uncropped, at most `MAX_WHOLE_PIXELS`. Only for pictures without a crop. */
  size: Size | 'whole';
  format: OutputFormat;
  /** Requests the still frame of an animated WebP. All other renditions are still. */
  still?: boolean;
}

/** Visual summary of a picture for its record. */
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

/** A picture to crop on. */
export interface Preview {
  /** Uncropped, upright, at most `PREVIEW_SIDE` pixels on its longer side. */
  bytes: Uint8Array<ArrayBuffer>;
  format: 'webp' | 'jpg';
  /** Displayed size of the original in pixels, the unit of crops. */
  width: number;
  height: number;
}
