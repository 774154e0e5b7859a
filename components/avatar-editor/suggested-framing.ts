import type { Crop } from '../api/resource';
import { type Framing, flipOver, rotateBy } from './crop/framing';
import { type Adjustments, shownCrop, startOf, type Work } from './work';

const QUARTERS = [0, 90, 180, 270] as const;

/** A framing in its eight positions: as it is and mirrored, each in four directions. */
const positionsOf = (framing: Framing): Framing[] =>
  [framing, flipOver(framing)].flatMap((side) => QUARTERS.map((degrees) => rotateBy(side, degrees)));

/**
 * Frames a chosen picture by a suggestion that comes after the person has begun. Turns, flips and the background stay, also those that undo
 * and redo show.
 * @returns null if the person has moved, zoomed or straightened the picture, or has framed it before
 */
export function withSuggestion(work: Work, crop: Crop): Work | null {
  if (work.source.crop !== null) return null;
  const { picture, history } = work;
  const source = { ...work.source, crop };
  const [start, suggested] = [startOf(work.source, picture), startOf(source, picture)];
  const before = positionsOf(start.framing).map((framing) => keyOf({ ...start, framing }, work));
  const after = positionsOf(suggested.framing);

  function reframed(adjustments: Adjustments): Adjustments[] {
    const framing = after[before.indexOf(keyOf(adjustments, work))];
    return framing ? [{ ...adjustments, framing, padded: suggested.padded }] : [];
  }

  const [present] = reframed(work);
  const [past, future] = [history.past.flatMap(reframed), history.future.flatMap(reframed)];
  if (!present || past.length < history.past.length || future.length < history.future.length) return null;
  const { framing, padded } = present;
  return { ...work, framing, padded, source, history: { ...history, past, future } };
}

/** The saved square of adjustments, for comparisons. */
function keyOf({ framing, padded }: Adjustments, { picture }: Work): string {
  const { x, y, width, rotate, flip = false } = shownCrop({ framing, padded, picture });
  return [x, y, width, rotate, flip].join(' ');
}
