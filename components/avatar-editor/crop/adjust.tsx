import { RotateCcw, RotateCw, Undo2 } from 'lucide-react';
import type { Dispatch } from 'react';
import { Button } from '../../ui/button';
import { Range } from '../../ui/range';
import { type Action, shownFraming, type Work } from '../state-machine';
import { MAX_STRAIGHTENING, MAX_ZOOM, minZoom, splitRotation } from './framing';

/** Sliders and buttons for zooming, straightening and rotating, as alternatives to gestures. */
export function Adjust({ work, dispatch, isDisabled }: { work: Work; dispatch: Dispatch<Action>; isDisabled: boolean }) {
  const { zoom, rotate } = shownFraming(work);
  const { straightening } = splitRotation(rotate);
  const least = minZoom(rotate);
  return (
    <div className="space-y-2">
      <Range
        label="Zoom"
        shown={`${(zoom / least).toFixed(1)}×`}
        value={zoom}
        min={least}
        max={Math.max(MAX_ZOOM, zoom)}
        step={0.01}
        isDisabled={isDisabled}
        onChange={(value) => dispatch({ type: 'zoom', zoom: value, about: 'frame' })}
      />
      <Range
        label="Straighten"
        shown={`${straightening}°`}
        value={straightening}
        // Exclusive: at 45° left and right would be the same.
        min={1 - MAX_STRAIGHTENING}
        max={MAX_STRAIGHTENING - 1}
        step={1}
        isDisabled={isDisabled}
        onChange={(degrees) => dispatch({ type: 'straighten', degrees })}
      />
      <div className="flex flex-wrap gap-2 pt-1">
        <Button aria-disabled={isDisabled} onClick={() => dispatch({ type: 'rotate', quarters: -1 })}>
          <RotateCcw aria-hidden="true" /> Turn left
        </Button>
        <Button aria-disabled={isDisabled} onClick={() => dispatch({ type: 'rotate', quarters: 1 })}>
          <RotateCw aria-hidden="true" /> Turn right
        </Button>
        <Button variant="quiet" aria-disabled={isDisabled} onClick={() => dispatch({ type: 'reset' })}>
          <Undo2 aria-hidden="true" /> Reset
        </Button>
      </div>
    </div>
  );
}
