/**
 * Transforms a stored picture to its display: first mirror horizontally, then rotate clockwise by multiples of 90 degrees. These eight
 * cover every EXIF orientation, every such rotation, and all combinations.
 */
export interface Orientation {
  mirrored: boolean;
  /** 0, 90, 180 or 270. */
  degrees: number;
}

/** EXIF 2.32, section 4.6.4, tag 0x0112; other values are upright. */
const ORIENTATIONS: Record<number, Orientation> = {
  2: { mirrored: true, degrees: 0 },
  3: { mirrored: false, degrees: 180 },
  4: { mirrored: true, degrees: 180 },
  5: { mirrored: true, degrees: 270 },
  6: { mirrored: false, degrees: 90 },
  7: { mirrored: true, degrees: 90 },
  8: { mirrored: false, degrees: 270 },
};

/** Combines an EXIF orientation with later mirroring and then a rotation by a multiple of 90 degrees. */
export function orientationOf(exifOrientation: number | undefined, rotate = 0, flip = false): Orientation {
  const { mirrored, degrees } = ORIENTATIONS[exifOrientation ?? 1] ?? { mirrored: false, degrees: 0 };
  // To mirror a rotated picture equals to rotate the mirrored one the other way.
  return flip ? { mirrored: !mirrored, degrees: (360 - degrees + rotate) % 360 } : { mirrored, degrees: (degrees + rotate) % 360 };
}

/** A rectangle of whole pixels, as for sharp's `extract`. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Maps a rectangle of the oriented picture to the stored one. @param oriented size of the picture after orientation */
export function storedBox(box: Box, oriented: { width: number; height: number }, { mirrored, degrees }: Orientation): Box {
  let { left, top, width, height } = box;
  let [outerWidth, outerHeight] = [oriented.width, oriented.height];
  for (let angle = 0; angle < degrees; angle += 90) {
    [left, top] = [top, outerWidth - width - left];
    [width, height] = [height, width];
    [outerWidth, outerHeight] = [outerHeight, outerWidth];
  }
  return { left: mirrored ? outerWidth - width - left : left, top, width, height };
}

/** Whether the orientation changes nothing. */
export function isUpright({ mirrored, degrees }: Orientation): boolean {
  return !mirrored && degrees === 0;
}
