import type { PageMessages } from '../../texts/catalogues';
import { shownFraming, type Work } from '../work';
import { coverZoom, splitRotation } from './framing';

/** A text of the editor about a change, for screen readers. */
export interface EditWords {
  key: keyof PageMessages['crop']['edits'];
  values?: Record<string, string | number>;
}

/** Offsets this small come from rounding. */
const EPSILON = 1e-4;

/** The effect of a change. */
export function describeEdit(before: Work, after: Work): EditWords {
  const [from, to] = [shownFraming(before), shownFraming(after)];
  if (from.flip !== to.flip) return { key: 'flipped' };
  if (from.rotate !== to.rotate) return describeRotation(from.rotate, to.rotate);
  if (Math.abs(from.zoom - to.zoom) > EPSILON) return { key: after.padded ? 'zoomedOut' : 'zoomed', values: { zoom: zoomText(after) } };
  if (before.background !== after.background) return { key: 'background' };
  if (before.stillFrame !== after.stillFrame) return { key: 'frame', values: { frame: after.stillFrame + 1 } };
  if (before.animate !== after.animate) return { key: after.animate ? 'moves' : 'still' };
  const [right, down] = [to.x - from.x, to.y - from.y];
  if (Math.max(Math.abs(right), Math.abs(down)) < EPSILON) return { key: 'atEdge' };
  if (Math.abs(right) >= Math.abs(down)) return { key: right > 0 ? 'movedRight' : 'movedLeft' };
  return { key: down > 0 ? 'movedDown' : 'movedUp' };
}

function describeRotation(from: number, to: number): EditWords {
  const [before, after] = [splitRotation(from), splitRotation(to)];
  const turned = (after.quarters - before.quarters + 4) % 4;
  if (turned === 0) return { key: 'straightened', values: { degrees: after.straightening } };
  return { key: turned === 1 ? 'turnedRight' : turned === 2 ? 'turnedOver' : 'turnedLeft' };
}

/** The zoom as shown beside its slider: 1× just fills the frame. */
export function zoomText(work: Work): string {
  const { zoom, rotate } = shownFraming(work);
  return `${(zoom / coverZoom(rotate)).toFixed(zoom < coverZoom(rotate) ? 2 : 1)}×`;
}
