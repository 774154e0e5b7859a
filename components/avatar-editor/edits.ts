import {
  coverZoom,
  type FramedCrop,
  type Framing,
  flipOver,
  framingOf,
  normalRotation,
  type Point,
  rotateBy,
  rotatedExtent,
  splitRotation,
  WHOLE,
  zoomTo,
} from './crop/framing';
import { limitZoom } from './crop/gesture';
import { record, redo, undo } from './history';
import { type Adjustments, areEquivalent, isPadded, shownFraming, startOf, type Work } from './work';

/** Changes of adjustments. Those with the same `gesture` in a row are one step of undo. */
export type Edit = { gesture?: string } & (
  | { type: 'move'; x: number; y: number }
  /** The result of a drag, pinch or twist. */
  | { type: 'place'; framing: Framing; padded: boolean }
  /** Zooms about the middle of the frame. */
  | { type: 'zoom'; zoom: number }
  /** Zooms by a factor about a fixed point, the middle by default. Stops once where the picture just fills the frame. */
  | { type: 'scale'; factor: number; about?: Point }
  | { type: 'rotate'; quarters: number }
  | { type: 'straighten'; degrees: number }
  | { type: 'flip' }
  /** Shows the whole picture, or fills the frame again. */
  | { type: 'fit' }
  | { type: 'reset' }
  /** Numbers that a person has typed. */
  | { type: 'crop'; crop: FramedCrop }
  | { type: 'background'; background: string }
  | { type: 'stillFrame'; stillFrame: number }
  | { type: 'animate'; animate: boolean }
  | { type: 'undo' }
  | { type: 'redo' }
);

/** Zooms this close are the same: below the resolution of any screen. */
const EPSILON = 1e-6;

/** Applies a change of adjustments, and records it for undo. */
export function edit(work: Work, change: Edit): Work {
  if (change.type === 'undo' || change.type === 'redo') {
    const step = (change.type === 'undo' ? undo : redo)(work.history, adjustmentsOf(work));
    return step ? { ...work, ...step.present, history: step.history } : work;
  }
  const next = { ...work, ...adjustmentsAfter(work, change) };
  // A key at the edge of the picture, or a click on the selected background, is no step.
  if (areEquivalent(work, next)) return { ...next, history: work.history };
  return { ...next, history: record(work.history, adjustmentsOf(work), change.gesture) };
}

/** The state that undo reverts. */
export const adjustmentsOf = ({ framing, padded, background, stillFrame, animate }: Work): Adjustments => ({
  framing,
  padded,
  background,
  stillFrame,
  animate,
});

function adjustmentsAfter(work: Work, change: Exclude<Edit, { type: 'undo' | 'redo' }>): Partial<Adjustments> {
  const { framing, padded, picture } = work;
  const shown = shownFraming(work);
  switch (change.type) {
    case 'move':
      return { framing: { ...framing, x: change.x, y: change.y } };
    case 'place':
      return { framing: change.framing, padded: change.padded };
    case 'zoom':
      return zoomed(zoomTo(shown, limitZoom(change.zoom, { framing: shown, picture })));
    case 'scale': {
      const cover = coverZoom(shown.rotate);
      const wanted = limitZoom(shown.zoom * change.factor, { framing: shown, picture });
      const passes = (shown.zoom - cover) * (wanted - cover) < 0 && Math.abs(shown.zoom - cover) > EPSILON;
      return zoomed(zoomTo(shown, passes ? cover : wanted, change.about));
    }
    case 'rotate':
      return { framing: rotateBy(framing, change.quarters * 90) };
    case 'straighten': {
      const { quarters } = splitRotation(framing.rotate);
      const rotate = normalRotation(quarters * 90 + change.degrees);
      // From the requested zoom: a picture that was enlarged to fill the frame shrinks again.
      return { framing: rotateBy(framing, rotate - framing.rotate) };
    }
    case 'flip':
      return { framing: flipOver(framing) };
    case 'fit': {
      const { width, height } = rotatedExtent(picture, shown.rotate);
      const whole = Math.min(picture.width, picture.height) / Math.max(width, height);
      return zoomed({ ...framing, x: 0, y: 0, zoom: padded ? coverZoom(shown.rotate) : whole });
    }
    case 'reset':
      return { ...startOf(work.source, picture), framing: WHOLE, padded: false };
    case 'crop': {
      const asked = framingOf(change.crop, picture);
      return { framing: asked, padded: isPadded(asked, picture) };
    }
    case 'background':
      return { background: change.background, padded };
    case 'stillFrame':
      return { stillFrame: change.stillFrame, padded };
    case 'animate':
      return { animate: change.animate, padded };
  }
}

/** A picture that is zoomed out shows its surroundings; one that fills the frame again does not. */
function zoomed(framing: Framing): Partial<Adjustments> {
  return { framing, padded: framing.zoom < coverZoom(framing.rotate) - EPSILON };
}
