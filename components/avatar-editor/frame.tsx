'use client';

import { type Dispatch, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { cn } from '../ui/cn';
import { useReducedMotion } from '../ui/use-reduced-motion';
import { MAX_ZOOM, minZoom } from './framing';
import { type Action, shownFraming, type Work } from './machine';
import { wheelFactor } from './wheel';

/** Side of the square frame as a share of the area's: around it one sees what is cut off. */
const FRAME_SHARE = 0.84;

/** How far an arrow key moves the picture, in CSS pixels; a fifth of it with Shift. */
const KEY_STEP = 10;

const ZOOM_KEY_FACTOR = 1.1;

/** The picture under its frame: moved by dragging and by arrow keys, zoomed by wheel, by pinching, and by plus and minus. */
export function Frame({ work, dispatch, still }: { work: Work; dispatch: Dispatch<Action>; still: boolean }) {
  const area = useRef<HTMLFieldSetElement>(null);
  const focused = useRef(false);
  const [side, setSide] = useState(0);
  const { picture, source } = work;
  const isStill = useReducedMotion();
  const url = (isStill && source.stillUrl) || source.url;
  const { x, y, zoom, rotate } = shownFraming(work);
  const largest = Math.max(MAX_ZOOM, zoom);
  const frame = side * FRAME_SHARE;

  useEffect(() => {
    if (!area.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setSide(Math.round(entry.contentRect.width)));
    observer.observe(area.current);
    return () => observer.disconnect();
  }, []);

  function zoomByKey(event: KeyboardEvent) {
    const factor = { '+': ZOOM_KEY_FACTOR, '=': ZOOM_KEY_FACTOR, '-': 1 / ZOOM_KEY_FACTOR }[event.key];
    if (factor === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    dispatch({ type: 'zoom', zoom: Math.min(zoom * factor, largest), about: 'frame' });
  }

  /** The cropper would add the turn of the wheel to the zoom, which makes one notch large where the zoom is small. */
  function zoomByWheel(event: WheelEvent): boolean {
    const box = area.current?.getBoundingClientRect();
    if (!box || event.deltaY === 0) return false;
    event.preventDefault();
    const about = { x: (event.clientX - box.x - box.width / 2) / frame, y: (event.clientY - box.y - box.height / 2) / frame };
    dispatch({ type: 'scale', factor: wheelFactor(event), about });
    return false;
  }

  /** Who has just chosen a picture goes on with framing it; who turns the phone, which makes a new cropper, must not lose the place. */
  function takeFocus() {
    if (focused.current && document.activeElement !== document.body) return;
    focused.current = true;
    requestAnimationFrame(() => area.current?.querySelector<HTMLElement>('[data-testid=cropper]')?.focus());
  }

  return (
    <fieldset
      ref={area}
      aria-label="Framing"
      className={cn(
        'relative mx-auto aspect-square w-full min-w-0 max-w-[min(24rem,62dvh)] overflow-hidden rounded-xl bg-[#1b1b1a]',
        !source.opaque && 'two-grounds',
        still && 'opacity-60',
      )}
      inert={still}
      onKeyDown={zoomByKey}
    >
      {side > 0 && (
        <Cropper
          // Its style sheet comes with ours: one that a script adds needs a place in the Content-Security-Policy.
          disableAutomaticStylesInjection
          // A resized cropper would scale its position once more after ours is scaled already.
          key={`${url} ${side}`}
          image={url}
          aspect={1}
          cropShape="round"
          showGrid={false}
          objectFit={picture.width < picture.height ? 'horizontal-cover' : 'vertical-cover'}
          cropSize={{ width: frame, height: frame }}
          crop={{ x: x * frame, y: y * frame }}
          zoom={zoom * FRAME_SHARE}
          rotation={rotate}
          minZoom={minZoom(rotate) * FRAME_SHARE}
          maxZoom={largest * FRAME_SHARE}
          // The state machine keeps the picture inside, more strictly than this would: no blank corners when it is tilted.
          restrictPosition={false}
          keyboardStep={KEY_STEP}
          onCropChange={(place) => dispatch({ type: 'move', x: place.x / frame, y: place.y / frame })}
          onZoomChange={(next) => dispatch({ type: 'zoom', zoom: next / FRAME_SHARE, about: 'pointer' })}
          onWheelRequest={zoomByWheel}
          onMediaLoaded={takeFocus}
          classes={{ cropAreaClassName: 'frame' }}
          cropperProps={{
            role: 'application',
            'aria-label': 'Picture in its frame. Arrow keys move the picture, plus and minus zoom.',
          }}
        />
      )}
    </fieldset>
  );
}
