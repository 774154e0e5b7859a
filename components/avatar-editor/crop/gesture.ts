import { coverZoom, type Extent, type Framing, leastZoom, MAX_ZOOM, type Point, rotateBy, zoomTo } from './framing';

/** A pinch out of a filled frame sticks to it until the fingers ask for a picture this much smaller, so that no edge shows by accident. */
export const FILL_DETENT = 0.85;

/** Degrees that two fingers turn before the picture does: a pinch always turns a little. */
export const TWIST_DEAD_ZONE = 7;

/** The framing at the start of a gesture, and whether it may show more than the picture. */
export interface Start {
  framing: Framing;
  padded: boolean;
  picture: Extent;
}

/** The zoom closest to the wanted one that can be saved. */
export function limitZoom(wanted: number, { framing, picture }: Pick<Start, 'framing' | 'picture'>): number {
  // Crops of other clients may show less than these pages offer.
  return Math.min(Math.max(wanted, leastZoom(picture)), Math.max(MAX_ZOOM, framing.zoom));
}

/**
 * The framing after one finger has moved the picture, or two have moved, zoomed and twisted it.
 * @param from places of the fingers at the start, in sides of the frame from its middle
 * @param to their places now, in the same order
 */
export function follow(start: Start, from: readonly Point[], to: readonly Point[]): Pick<Start, 'framing' | 'padded'> {
  const [first, now] = [middleOf(from), middleOf(to)];
  const [a, b] = from;
  const [c, d] = to;
  let { framing, padded } = start;
  if (a && b && c && d) {
    const zoom = zoomOf(start, distance(c, d) / Math.max(distance(a, b), Number.EPSILON));
    padded = zoom.padded;
    framing = rotateBy(zoomTo(framing, zoom.zoom, first), twist(angle(c, d) - angle(a, b)), first);
  }
  return { framing: { ...framing, x: framing.x + now.x - first.x, y: framing.y + now.y - first.y }, padded };
}

function zoomOf(start: Start, scale: number): { zoom: number; padded: boolean } {
  const { framing, padded } = start;
  const cover = coverZoom(framing.rotate);
  const wanted = limitZoom(framing.zoom * scale, start);
  if (padded) return { zoom: wanted, padded: wanted < cover };
  if (wanted >= cover * FILL_DETENT) return { zoom: Math.max(wanted, cover), padded: false };
  // From the edge of the detent on, without a jump.
  return { zoom: limitZoom(wanted / FILL_DETENT, start), padded: true };
}

/** Whole degrees, because saved rotations are whole. */
function twist(turned: number): number {
  const degrees = (((((turned * 180) / Math.PI + 180) % 360) + 360) % 360) - 180;
  return Math.round(Math.sign(degrees) * Math.max(0, Math.abs(degrees) - TWIST_DEAD_ZONE));
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

const distance = (a: Point, b: Point) => Math.hypot(b.x - a.x, b.y - a.y);
const angle = (a: Point, b: Point) => Math.atan2(b.y - a.y, b.x - a.x);
