import { shownFraming, type Work } from '../work';
import { coverZoom, splitRotation } from './framing';

/** Offsets this small come from rounding. */
const EPSILON = 1e-4;

/** The effect of a change, in words for screen readers. */
export function describeEdit(before: Work, after: Work): string {
  const [from, to] = [shownFraming(before), shownFraming(after)];
  if (from.flip !== to.flip) return 'Flipped.';
  if (from.rotate !== to.rotate) return describeRotation(from.rotate, to.rotate);
  if (Math.abs(from.zoom - to.zoom) > EPSILON) return describeZoom(after);
  if (before.background !== after.background) return 'Background changed.';
  const [right, down] = [to.x - from.x, to.y - from.y];
  if (Math.max(Math.abs(right), Math.abs(down)) < EPSILON) return 'No change: the edge of the picture is reached.';
  if (Math.abs(right) >= Math.abs(down)) return right > 0 ? 'Moved right.' : 'Moved left.';
  return down > 0 ? 'Moved down.' : 'Moved up.';
}

function describeRotation(from: number, to: number): string {
  const [before, after] = [splitRotation(from), splitRotation(to)];
  const turned = (after.quarters - before.quarters + 4) % 4;
  if (turned === 0) return `Straightened to ${after.straightening}°.`;
  return { 1: 'Turned right.', 2: 'Turned upside down.', 3: 'Turned left.' }[turned] ?? '';
}

/** The zoom as shown beside its slider: 1× just fills the frame. */
export function zoomText(work: Work): string {
  const { zoom, rotate } = shownFraming(work);
  return `${(zoom / coverZoom(rotate)).toFixed(zoom < coverZoom(rotate) ? 2 : 1)}×`;
}

function describeZoom(work: Work): string {
  return work.padded ? `Zoom ${zoomText(work)}. The background shows around the picture.` : `Zoom ${zoomText(work)}.`;
}
