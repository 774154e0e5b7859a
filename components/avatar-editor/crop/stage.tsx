import { type Dispatch, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Crop } from '../../api/resource';
import { useTexts } from '../../texts/texts';
import { cn } from '../../ui/cn';
import type { Edit } from '../edits';
import { shownBackground, shownCrop, shownFraming, type Work } from '../work';
import type { Framing } from './framing';
import { editOfKey, moveOfKey } from './keys';
import { Backdrop, PictureLayer } from './picture-layer';
import { Surroundings } from './surroundings';
import { alignToPixels, useArea } from './use-area';
import { useGestures } from './use-gestures';
import type { Shape } from './use-shape';

/** Side of the frame as a share of the area: the rest shows the surroundings of the crop. */
const FRAME_SHARE = 0.86;

/** Least distance of the frame from what lies above and below it, in CSS pixels. */
const MARGIN = 8;

/** How long the grid stays after a change, in milliseconds. */
const GRID_MS = 600;

/** How long a suggested framing is eased, in milliseconds: longer than the transition, which begins with the next frame of the browser. */
const EASE_MS = 500;

/** Arrow keys have another meaning in the frame than in a document, and reach it while it has the focus. */
const APPLICATION = { role: 'application', tabIndex: 0 } as const;

interface StageProps {
  work: Work;
  /** Object URL of the picture, or of its first frame. */
  url: string;
  shape: Shape;
  /** Whether nothing can be changed now. */
  isStill: boolean;
  /** Changes by pointer and wheel, which are many. */
  dispatch: Dispatch<Edit>;
  /** Changes by key, which are announced. */
  act: Dispatch<Edit>;
  /** Id of the text about keys. */
  hintId: string;
  /** Heights of what lies over the upper and the lower edge of the area, in CSS pixels: the frame stays between them. */
  above?: number;
  below?: number;
}

/** The picture under its frame, in a blurred copy of itself. */
export function Stage({ work, url, shape, isStill, dispatch, act, hintId, above = 0, below = 0 }: StageProps) {
  const t = useTexts('crop.stage');
  const area = useRef<HTMLFieldSetElement>(null);
  const cropper = useRef<HTMLDivElement>(null);
  const size = useArea(area);
  const room = size.height - above - below - 2 * MARGIN;
  const frame = Math.max(0, Math.round(Math.min(Math.min(size.width, size.height) * FRAME_SHARE, room)));
  const highest = above + MARGIN;
  const top = alignToPixels(Math.max(highest, Math.min((size.height - frame) / 2, highest + room - frame)), size.y);
  const left = alignToPixels((size.width - frame) / 2, size.x);
  const crop = shownCrop(work);
  const { isHeld, handlers } = useGestures({ area, frame, raised: (size.height - frame) / 2 - top, work, dispatch });
  const isChanging = useIsChanging(crop);
  const isEased = useIsEased(work) && !isHeld;
  const place = { width: frame, height: frame, left, top };

  const hasPlace = frame > 0;
  useEffect(() => {
    // From the dialog itself, which had the focus while the picture opened, but not from a field that the person uses.
    const isFree = document.activeElement === document.body || document.activeElement?.contains(cropper.current);
    if (hasPlace && isFree) cropper.current?.focus({ preventScroll: true });
  }, [hasPlace]);

  function press(event: KeyboardEvent) {
    const change = moveOfKey(event, shownFraming(work), frame) ?? editOfKey(event, shownFraming(work));
    if (!change) return;
    event.preventDefault();
    event.stopPropagation();
    act(change);
  }

  return (
    <fieldset
      ref={area}
      aria-label={t('label')}
      className={cn('editor-area', isStill && 'opacity-70')}
      inert={isStill}
      onKeyDown={press}
      {...handlers}
    >
      <Surroundings url={url} blurred={work.source.surroundings} />
      {hasPlace && (
        <>
          <div className="checkerboard absolute overflow-hidden" style={place}>
            <Backdrop background={shownBackground(work)} url={url} crop={crop} size={frame} />
          </div>
          <div className="absolute" style={place}>
            <PictureLayer
              {...{ url, crop }}
              picture={work.picture}
              size={frame}
              testId="framed-picture"
              className={isEased ? 'motion-safe:transition-transform motion-safe:duration-250' : ''}
            />
          </div>
          <div
            ref={cropper}
            {...APPLICATION}
            {...{ 'aria-label': t('frame'), 'aria-describedby': hintId }}
            data-testid="cropper"
            data-shape={shape}
            className="editor-frame"
            style={place}
          >
            {shape !== 'square' && <div className="editor-corners" />}
            <div className={cn('editor-grid', (isHeld || isChanging) && 'editor-grid-shown')} />
          </div>
        </>
      )}
    </fieldset>
  );
}

/** Whether the crop has changed a moment ago. */
function useIsChanging({ x, y, width, rotate }: { x: number; y: number; width: number; rotate: number }): boolean {
  const [isChanging, setChanging] = useState(false);
  const key = `${x} ${y} ${width} ${rotate}`;
  const shown = useRef(key);
  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    setChanging(true);
    const timer = setTimeout(() => setChanging(false), GRID_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return isChanging;
}

/** Whether the server has just suggested the framing that is shown. A jump would lose the person's place; their own changes are not eased. */
function useIsEased({ source, framing }: Work): boolean {
  const [suggested, setSuggested] = useState<{ crop: Crop | null; framing: Framing | null }>({ crop: source.crop, framing: null });
  if (suggested.crop !== source.crop) setSuggested({ crop: source.crop, framing });
  useEffect(() => {
    if (suggested.framing === null) return;
    const timer = setTimeout(() => setSuggested({ ...suggested, framing: null }), EASE_MS);
    return () => clearTimeout(timer);
  }, [suggested]);
  return suggested.framing === framing;
}
