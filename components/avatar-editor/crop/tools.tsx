import {
  CaretsToAxisDashedVertical,
  type LucideIcon,
  Maximize,
  Minimize,
  Redo2,
  RotateCcw,
  RotateCcwSquare,
  RotateCwSquare,
  Undo2,
} from 'lucide-react';
import type { Dispatch } from 'react';
import { Range } from '../../ui/range';
import type { Edit } from '../edits';
import { shownFraming, type Work } from '../work';
import { zoomText } from './announce';
import { leastZoom, MAX_STRAIGHTENING, MAX_ZOOM, splitRotation } from './framing';

interface ToolsProps {
  work: Work;
  /** Changes that sliders announce themselves. */
  dispatch: Dispatch<Edit>;
  /** Changes that are announced. */
  act: Dispatch<Edit>;
  isDisabled: boolean;
}

/** Sliders and buttons for all that gestures and keys do. */
export function Tools({ work, dispatch, act, isDisabled }: ToolsProps) {
  const { zoom, rotate } = shownFraming(work);
  const { straightening } = splitRotation(rotate);
  const { past, future } = work.history;
  const FitIcon = work.padded ? Maximize : Minimize;
  return (
    <div className="editor-adjust">
      <div className="editor-sliders">
        <Range
          label="Zoom"
          shown={zoomText(work)}
          value={zoom}
          // A multiple of the step: browsers count steps from here.
          min={Math.floor(leastZoom(work.picture) * 100) / 100}
          max={Math.max(MAX_ZOOM, zoom)}
          step={0.01}
          isDisabled={isDisabled}
          onChange={(value) => dispatch({ type: 'zoom', zoom: value, gesture: 'zoom slider' })}
        />
        <Range
          label="Straighten"
          shown={`${straightening}°`}
          value={straightening}
          // Exclusive: at 45° left and right would be the same.
          min={1 - MAX_STRAIGHTENING}
          max={MAX_STRAIGHTENING - 1}
          step={1}
          isCentred
          isDisabled={isDisabled}
          onChange={(degrees) => dispatch({ type: 'straighten', degrees, gesture: 'straighten slider' })}
        />
      </div>
      <div role="toolbar" aria-label="Tools" className="editor-buttons">
        <Tool
          icon={RotateCcwSquare}
          name="Turn left"
          label="Left"
          {...{ isDisabled }}
          onClick={() => act({ type: 'rotate', quarters: -1 })}
        />
        <Tool
          icon={RotateCwSquare}
          name="Turn right"
          label="Right"
          {...{ isDisabled }}
          onClick={() => act({ type: 'rotate', quarters: 1 })}
        />
        <Tool icon={CaretsToAxisDashedVertical} name="Flip" label="Flip" {...{ isDisabled }} onClick={() => act({ type: 'flip' })} />
        <Tool
          icon={FitIcon}
          name={work.padded ? 'Fill the frame' : 'Fit the whole picture'}
          label={work.padded ? 'Fill' : 'Fit'}
          {...{ isDisabled }}
          onClick={() => act({ type: 'fit' })}
        />
        <Tool icon={Undo2} name="Undo" label="Undo" isDisabled={isDisabled || past.length === 0} onClick={() => act({ type: 'undo' })} />
        <Tool icon={Redo2} name="Redo" label="Redo" isDisabled={isDisabled || future.length === 0} onClick={() => act({ type: 'redo' })} />
        <Tool icon={RotateCcw} name="Reset" label="Reset" {...{ isDisabled }} onClick={() => act({ type: 'reset' })} />
      </div>
    </div>
  );
}

interface ToolProps {
  icon: LucideIcon;
  /** Name for screen readers, which contains the label. */
  name: string;
  label: string;
  isDisabled: boolean;
  onClick: () => void;
}

/** Looks disabled but keeps the focus. */
function Tool({ icon: Icon, name, label, isDisabled, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="editor-tool"
      aria-label={name}
      title={name}
      aria-disabled={isDisabled}
      onClick={() => !isDisabled && onClick()}
    >
      <Icon aria-hidden="true" />
      <span aria-hidden="true">{label}</span>
    </button>
  );
}
