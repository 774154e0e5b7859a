/**
 * How a stored picture is turned to be seen: first mirrored left to right, then by quarter turns clockwise. Every EXIF orientation
 * and every rotation by a multiple of 90 degrees, and any of one after any of the other, is one of these eight.
 */
export interface Orientation {
  mirrored: boolean;
  /** 0, 90, 180 or 270. */
  degrees: number;
}

/** EXIF 2.32, section 4.6.4, tag 0x0112; anything else is upright. */
const ORIENTATIONS: Record<number, Orientation> = {
  2: { mirrored: true, degrees: 0 },
  3: { mirrored: false, degrees: 180 },
  4: { mirrored: true, degrees: 180 },
  5: { mirrored: true, degrees: 270 },
  6: { mirrored: false, degrees: 90 },
  7: { mirrored: true, degrees: 90 },
  8: { mirrored: false, degrees: 270 },
};

/** The turn of an EXIF orientation, followed by a rotation by a multiple of 90 degrees. */
export function orientationOf(exifOrientation: number | undefined, rotate: number): Orientation {
  const { mirrored, degrees } = ORIENTATIONS[exifOrientation ?? 1] ?? { mirrored: false, degrees: 0 };
  return { mirrored, degrees: (degrees + rotate) % 360 };
}

/** A rectangle of whole pixels, as sharp's `extract` takes one. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where a rectangle of the turned picture lies in the stored one. @param oriented size of the picture after turning */
export function storedBox(box: Box, oriented: { width: number; height: number }, { mirrored, degrees }: Orientation): Box {
  let { left, top, width, height } = box;
  let [outerWidth, outerHeight] = [oriented.width, oriented.height];
  for (let orientation = 0; orientation < degrees; orientation += 90) {
    [left, top] = [top, outerWidth - width - left];
    [width, height] = [height, width];
    [outerWidth, outerHeight] = [outerHeight, outerWidth];
  }
  return { left: mirrored ? outerWidth - width - left : left, top, width, height };
}

/** Whether turning changes nothing. */
export function isUpright({ mirrored, degrees }: Orientation): boolean {
  return !mirrored && degrees === 0;
}
