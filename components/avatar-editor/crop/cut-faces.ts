import type { FaceBox } from '../../api/resource';
import { type Extent, type FramedCrop, rotatedExtent } from './framing';

/** Part of a face's box that its ellipse takes: boxes of the network have some room around the face. */
const ELLIPSE = 0.9;

/** Points that stand for a face: on its outline, and on smaller ellipses within it. */
const ANGLES = 24;
const RINGS = [1, 2 / 3, 1 / 3];

/** Share of a face that has to be in the circle for the person to be a part of the picture at all. */
const LEAST_SHOWN = 0.2;

/** A whole face of this part of the height of a cut one is the subject, so that the cut one is a neighbour. */
const SUBJECT = 0.5;

/** Whether the circle in the crop cuts a face, and no other face of about its size is whole. */
export function cutsFace(faces: readonly FaceBox[], crop: FramedCrop, picture: Extent): boolean {
  const seen = faces.map((face) => ({ height: face.height, shown: shareInCircle(face, crop, picture) }));
  const whole = seen.filter(({ shown }) => shown === 1);
  return seen.some(({ height, shown }) => shown < 1 && shown >= LEAST_SHOWN && !whole.some((other) => other.height >= height * SUBJECT));
}

/** Share of a face that the circle shows. */
function shareInCircle(face: FaceBox, crop: FramedCrop, picture: Extent): number {
  const points = RINGS.flatMap((ring) =>
    Array.from({ length: ANGLES }, (_point, at) => {
      const angle = (at * 2 * Math.PI) / ANGLES;
      const x = face.x + (face.width / 2) * (1 + ELLIPSE * ring * Math.cos(angle));
      const y = face.y + (face.height / 2) * (1 + ELLIPSE * ring * Math.sin(angle));
      return distanceFromMiddle(x, y, crop, picture) <= crop.width / 2;
    }),
  );
  return points.filter(Boolean).length / points.length;
}

/** Distance of a point of the picture from the middle of the crop, after mirroring and rotation. */
function distanceFromMiddle(x: number, y: number, crop: FramedCrop, picture: Extent): number {
  const box = rotatedExtent(picture, crop.rotate);
  const angle = (crop.rotate * Math.PI) / 180;
  const [across, down] = [(x - picture.width / 2) * (crop.flip ? -1 : 1), y - picture.height / 2];
  const right = across * Math.cos(angle) - down * Math.sin(angle) + box.width / 2;
  const below = across * Math.sin(angle) + down * Math.cos(angle) + box.height / 2;
  return Math.hypot(right - crop.x - crop.width / 2, below - crop.y - crop.width / 2);
}
