'use client';

import { type Dispatch, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { cn } from '../../ui/cn';
import { useReducedMotion } from '../../ui/use-reduced-motion';
import { type Action, shownFraming, type Work } from '../state-machine';
import { MAX_ZOOM, minZoom } from './framing';
import { wheelFactor } from './wheel-zoom';

/** Side of the square frame as a share of the area: the rest shows the surroundings of the crop. */
const FRAME_SHARE = 0.84;

/** Step of an arrow key, in CSS pixels; a fifth of it with Shift. */
const KEY_STEP = 10;

const ZOOM_KEY_FACTOR = 1.1;

/** The picture under its frame. Moves by drag and arrow keys, zooms by wheel, pinch, plus and minus. */
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

  /** Replaces the cropper's own wheel zoom, which adds a constant: one notch would be a large step at a small zoom. */
  function zoomByWheel(event: WheelEvent): boolean {
    const box = area.current?.getBoundingClientRect();
    if (!box || event.deltaY === 0) return false;
    event.preventDefault();
    const about = { x: (event.clientX - box.x - box.width / 2) / frame, y: (event.clientY - box.y - box.height / 2) / frame };
    dispatch({ type: 'scale', factor: wheelFactor(event), about });
    return false;
  }

  /** Focuses the frame of a newly chosen picture. Rotating a phone also mounts a new cropper, and must not move the focus. */
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
        !source.opaque && 'light-and-dark',
        still && 'opacity-60',
      )}
      inert={still}
      onKeyDown={zoomByKey}
    >
      {side > 0 && (
        <Cropper
          // Our bundle contains its style sheet: an injected one would violate the Content-Security-Policy.
          disableAutomaticStylesInjection
          // On resize the cropper would rescale a position that is scaled already, so it is mounted anew.
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
          // The state machine restricts the position more strictly: no blank corners in a straightened picture.
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
