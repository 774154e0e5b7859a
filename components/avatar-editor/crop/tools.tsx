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
import { useTexts } from '../../texts/texts';
import { cn } from '../../ui/cn';
import { Range } from '../../ui/range';
import type { Edit } from '../edits';
import { NO_HISTORY } from '../history';
import { shownFraming, type Work } from '../work';
import { zoomText } from './announce';
import { leastZoom, MAX_STRAIGHTENING, MAX_ZOOM, splitRotation } from './framing';

/** Slider positions while a picture opens: those of a photo of 4:3, so that for most photos no thumb moves once it is open. */
const OPENING = { picture: { width: 4, height: 3 }, zoom: 1, rotate: 0, shown: '1.0×' };

interface ToolsProps {
  /** Null while the picture opens: the tools take their place from the start, so that nothing moves later. */
  work: Work | null;
  /** Changes that sliders announce themselves. */
  dispatch: Dispatch<Edit>;
  /** Changes that are announced. */
  act: Dispatch<Edit>;
  isDisabled: boolean;
}

/** Sliders and buttons for all that gestures and keys do. */
export function Tools({ work, dispatch, act, isDisabled }: ToolsProps) {
  const t = useTexts('crop.tools');
  const { zoom, rotate } = work ? shownFraming(work) : OPENING;
  const { straightening } = splitRotation(rotate);
  const { past, future } = work?.history ?? NO_HISTORY;
  const isPadded = work?.padded ?? false;
  const FitIcon = isPadded ? Maximize : Minimize;
  return (
    <div className="editor-adjust">
      <div className="editor-sliders">
        <Range
          label={t('zoom')}
          shown={work ? zoomText(work) : OPENING.shown}
          value={zoom}
          // A multiple of the step: browsers count steps from here.
          min={Math.floor(leastZoom((work ?? OPENING).picture) * 100) / 100}
          max={Math.max(MAX_ZOOM, zoom)}
          step={0.01}
          isDisabled={isDisabled}
          onChange={(value) => dispatch({ type: 'zoom', zoom: value, gesture: 'zoom slider' })}
        />
        <Range
          label={t('straighten')}
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
      <div role="toolbar" aria-label={t('label')} className="editor-buttons">
        {/* Turning is in the directions of the picture, in every script. */}
        <div dir="ltr" className="editor-turns">
          <Tool
            icon={RotateCcwSquare}
            name={t('turnLeft')}
            label={t('left')}
            {...{ isDisabled }}
            onClick={() => act({ type: 'rotate', quarters: -1 })}
          />
          <Tool
            icon={RotateCwSquare}
            name={t('turnRight')}
            label={t('right')}
            {...{ isDisabled }}
            onClick={() => act({ type: 'rotate', quarters: 1 })}
          />
        </div>
        <Tool
          icon={CaretsToAxisDashedVertical}
          name={t('flip')}
          label={t('flip')}
          {...{ isDisabled }}
          onClick={() => act({ type: 'flip' })}
        />
        <Tool
          icon={FitIcon}
          name={t(isPadded ? 'fillLong' : 'fitLong')}
          label={t(isPadded ? 'fill' : 'fit')}
          {...{ isDisabled }}
          onClick={() => act({ type: 'fit' })}
        />
        <Tool
          icon={Undo2}
          name={t('undo')}
          label={t('undo')}
          isDisabled={isDisabled || past.length === 0}
          onClick={() => act({ type: 'undo' })}
        />
        <Tool
          icon={Redo2}
          name={t('redo')}
          label={t('redo')}
          isDisabled={isDisabled || future.length === 0}
          onClick={() => act({ type: 'redo' })}
        />
        <Tool icon={RotateCcw} name={t('reset')} label={t('reset')} {...{ isDisabled }} onClick={() => act({ type: 'reset' })} />
      </div>
    </div>
  );
}

/** Arrows back and forth, as scripts go. */
const DIRECTED: readonly LucideIcon[] = [Undo2, Redo2];

interface ToolProps {
  icon: LucideIcon;
  /** Name for screen readers, which contains the label. */
  name: string;
  /** With soft hyphens in long words. */
  label: string;
  isDisabled: boolean;
  onClick: () => void;
}

const SOFT_HYPHENS = /\u00ad/g;

/** Looks disabled but keeps the focus. */
function Tool({ icon: Icon, label, isDisabled, onClick, ...props }: ToolProps) {
  // Some screen readers read words with soft hyphens in parts.
  const name = props.name.replace(SOFT_HYPHENS, '');
  return (
    <button
      type="button"
      className="editor-tool"
      aria-label={name}
      title={name}
      aria-disabled={isDisabled}
      onClick={() => !isDisabled && onClick()}
    >
      <Icon aria-hidden="true" className={cn(DIRECTED.includes(Icon) && 'rtl:-scale-x-100')} />
      <span aria-hidden="true">{label}</span>
    </button>
  );
}
