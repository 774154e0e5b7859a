// Runs in its own thread, which is terminated if a picture takes too long. Plain JavaScript, because threads start from a file on disk.
import { describeFaces } from './face-network.mjs';

/** Below, things are taken for faces. */
const MIN_SCORE = 0.5;

/** Shared part of two descriptions from which on they are of one face. */
const MAX_OVERLAP = 0.4;

/** A picture is searched again at half its size down to this longer side, in pixels. */
const MIN_SIDE = 64;

/**
 * Finds faces: the `Face[]` of lib/imaging/types.ts, the most certain first.
 *
 * @param {Uint8Array} bytes width and height as 16-bit little-endian numbers, then three bytes for each pixel
 */
export default function findFaces(bytes) {
  const [width, height] = new Uint16Array(bytes.slice(0, 4).buffer);
  let picture = { rgb: bytes.subarray(4), width, height };
  let faces = distinct(describeFaces(picture.rgb, width, height, MIN_SCORE));
  // Faces that fill a picture are larger than the network knows.
  while (faces.length === 0 && canBeHalved(picture)) {
    picture = halved(picture);
    faces = distinct(describeFaces(picture.rgb, picture.width, picture.height, MIN_SCORE));
  }
  return faces.map((face) => ({
    x: face.x / picture.width,
    y: face.y / picture.height,
    width: face.width / picture.width,
    height: face.height / picture.height,
    score: face.score,
  }));
}

/** A task that does nothing: it is over once this thread is ready for pictures. */
export function ready() {}

const canBeHalved = ({ width, height }) => Math.max(width, height) >= 2 * MIN_SIDE && Math.min(width, height) > 1;

function distinct(faces) {
  const kept = [];
  for (const face of faces.sort((one, other) => other.score - one.score))
    if (kept.every((other) => overlap(face, other) < MAX_OVERLAP)) kept.push(face);
  return kept;
}

/** Shared area by area of both. */
function overlap(one, other) {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (one.width * one.height + other.width * other.height - shared);
}

/** Each pixel the mean of 2 × 2. */
function halved({ rgb, width, height }) {
  const half = { width: width >> 1, height: height >> 1 };
  const out = new Uint8Array(half.width * half.height * 3);
  for (let at = 0; at < out.length; at += 1) {
    const pixel = Math.floor(at / 3);
    const from = (Math.floor(pixel / half.width) * 2 * width + (pixel % half.width) * 2) * 3 + (at % 3);
    out[at] = (rgb[from] + rgb[from + 3] + rgb[from + 3 * width] + rgb[from + 3 * width + 3]) / 4;
  }
  return { rgb: out, ...half };
}
