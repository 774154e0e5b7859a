import type { Deadline } from '../decode/pixels';
import { type Extent, resolveCrop } from '../geometry/crop';
import { decodeUncropped } from '../geometry/uncropped';
import { fromPixels, type Pixels, sharp, toPixels } from '../sharp';
import type { Crop, Face, FaceFinder, FirstFraming, Rectangle } from '../types';
import { cropAround } from './first-crop';

/** Pixels of the picture in which faces are searched. A face of a twelfth of a square one is found. */
const SEARCHED_PIXELS = 416 ** 2;

/** Longest side of it in pixels: a panorama, or a line. */
const MAX_SEARCHED_SIDE = 1024;

/** Behind transparent pixels, where there is no face: a grey that no strategy takes for a subject. */
const GREY = '#808080';

/**
 * Decodes the picture for {@link findFirstFraming}, checked like an upload.
 * @param displayed size of the picture after EXIF orientation
 * @throws AvatarError corrupt_image, too_complex
 */
export async function decodeSearched(bytes: Uint8Array, { width, height }: Extent, deadline?: Deadline): Promise<Pixels> {
  const side = Math.sqrt((SEARCHED_PIXELS * Math.max(width, height)) / Math.min(width, height));
  const picture = await decodeUncropped(bytes, Math.round(Math.min(side, MAX_SEARCHED_SIDE)), deadline, true);
  return toPixels(fromPixels(picture).flatten({ background: GREY }));
}

/**
 * A square to begin with: around the faces, or else where sharp's attention strategy sees the subject (skin tones, saturation, luminance
 * frequency), with the shorter side of the picture.
 *
 * @param displayed size of the picture after EXIF orientation
 * @param picture from {@link decodeSearched}
 */
export async function findFirstFraming(displayed: Extent, picture: Pixels, findFaces: FaceFinder | null): Promise<FirstFraming> {
  const faces = (await findFaces?.(picture)) ?? [];
  if (faces.length > 0)
    return { crop: resolveCrop(displayed, cropAround(displayed, faces)), subject: 'face', faces: inPixels(displayed, faces) };
  if (displayed.width === displayed.height) return { crop: resolveCrop(displayed), subject: 'middle', faces: [] };
  return { crop: resolveCrop(displayed, await cropByAttention(displayed, picture)), subject: 'attention', faces: [] };
}

function inPixels({ width, height }: Extent, faces: readonly Face[]): Rectangle[] {
  return faces
    .map((face) => ({
      x: Math.round(face.x * width),
      y: Math.round(face.y * height),
      width: Math.round(face.width * width),
      height: Math.round(face.height * height),
    }))
    .sort((one, other) => other.height - one.height);
}

async function cropByAttention({ width, height }: Extent, picture: Pixels): Promise<Crop> {
  const side = Math.min(picture.width, picture.height);
  const { info } = await fromPixels(picture)
    .resize(side, side, { fit: 'cover', position: sharp.strategy.attention })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const shorter = Math.min(width, height);
  // Offsets are those of the picture from the square. The copy has the proportions of the picture but for rounding.
  const start = (offset: number | undefined, length: number, of: number) => {
    const [room, scaledRoom] = [length - shorter, of - side];
    return scaledRoom > 0 ? (-(offset ?? 0) / scaledRoom) * room : room / 2;
  };
  const [x, y] = [start(info.cropOffsetLeft, width, picture.width), start(info.cropOffsetTop, height, picture.height)];
  return { x, y, width: shorter, height: shorter, rotate: 0 };
}
