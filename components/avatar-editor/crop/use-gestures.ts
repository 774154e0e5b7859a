import { type Dispatch, type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Edit } from '../edits';
import { shownFraming, type Work } from '../work';
import { createBursts } from './bursts';
import { coverZoom, type Point } from './framing';
import { follow, type Start } from './gesture';
import { wheelFactor } from './wheel-zoom';

/** Zoom of a double tap, in zooms that just fill the frame. */
const DOUBLE_TAP_ZOOM = 2;
const DOUBLE_TAP_MS = 350;
/** Pixels that a finger may move and still tap. */
const TAP_PIXELS = 10;

interface Parts {
  area: RefObject<HTMLElement | null>;
  /** Side of the frame in CSS pixels. */
  frame: number;
  /** How far the middle of the frame is above that of the area, in CSS pixels. */
  raised: number;
  work: Work;
  dispatch: Dispatch<Edit>;
}

/** Moves, zooms and twists the picture by pointer and wheel: mouse, pen, and one or two fingers. */
export function useGestures({ area, frame, raised, work, dispatch }: Parts) {
  const fingers = useRef(new Map<number, Point>());
  const gesture = useRef<{ start: Start; from: Point[]; name: string } | null>(null);
  /** Result of the last event, which the state may not show yet. */
  const placed = useRef<Pick<Start, 'framing' | 'padded'> | null>(null);
  const count = useRef(0);
  const tap = useRef({ at: Number.NEGATIVE_INFINITY, x: 0, y: 0, isMoved: false });
  const [burst] = useState(() => createBursts());
  const [isHeld, setHeld] = useState(false);

  function pointAt({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const box = area.current?.getBoundingClientRect();
    if (!box || frame === 0) return { x: 0, y: 0 };
    return { x: (clientX - box.x - box.width / 2) / frame, y: (clientY - box.y - box.height / 2 + raised) / frame };
  }

  /** Continues from here with the fingers that are down now. */
  function rebase(name: string) {
    const { picture } = work;
    const { framing, padded } = placed.current ?? work;
    const shown = shownFraming({ framing, padded, picture });
    gesture.current = { start: { framing: shown, padded, picture }, from: [...fingers.current.values()], name };
  }

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0 || fingers.current.size === 2) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const isFirst = fingers.current.size === 0;
    if (isFirst) {
      count.current += 1;
      placed.current = null;
      setHeld(true);
    }
    fingers.current.set(event.pointerId, pointAt(event));
    // A second finger makes no tap.
    tap.current = { ...tap.current, isMoved: !isFirst };
    rebase(`drag ${count.current}`);
  }

  function onPointerMove(event: PointerEvent) {
    const { current } = gesture;
    if (!current || !fingers.current.has(event.pointerId)) return;
    fingers.current.set(event.pointerId, pointAt(event));
    const to = [...fingers.current.values()];
    const [first, now] = [current.from[0], to[0]];
    if (first && now && Math.hypot(now.x - first.x, now.y - first.y) * frame > TAP_PIXELS) tap.current.isMoved = true;
    placed.current = follow(current.start, current.from, to);
    dispatch({ type: 'place', ...placed.current, gesture: current.name });
  }

  function onPointerEnd(event: PointerEvent) {
    if (!fingers.current.delete(event.pointerId)) return;
    if (fingers.current.size > 0) return rebase(`drag ${count.current}`);
    gesture.current = null;
    setHeld(false);
    if (event.type === 'pointerup' && !tap.current.isMoved) tapped(event);
  }

  function tapped({ timeStamp, clientX: x, clientY: y, ...rest }: PointerEvent) {
    const { at, x: lastX, y: lastY } = tap.current;
    const isDouble = timeStamp - at < DOUBLE_TAP_MS && Math.hypot(x - lastX, y - lastY) < 2 * TAP_PIXELS;
    tap.current = { at: isDouble ? Number.NEGATIVE_INFINITY : timeStamp, x, y, isMoved: false };
    if (isDouble) zoomInOrOut(pointAt({ ...rest, clientX: x, clientY: y }));
  }

  function zoomInOrOut(about: Point) {
    const { zoom, rotate } = shownFraming(work);
    const cover = coverZoom(rotate);
    const isFilled = zoom >= cover * 0.999 && zoom < cover * DOUBLE_TAP_ZOOM * 0.95;
    dispatch({ type: 'scale', factor: (isFilled ? cover * DOUBLE_TAP_ZOOM : cover) / zoom, about });
  }

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    if (event.deltaY === 0) return;
    dispatch({ type: 'scale', factor: wheelFactor(event), about: pointAt(event), gesture: burst('wheel') });
  });
  useEffect(() => {
    const { current } = area;
    // React listens passively, which cannot keep the browser from zooming the page.
    const listen = (event: WheelEvent) => onWheel(event);
    current?.addEventListener('wheel', listen, { passive: false });
    return () => current?.removeEventListener('wheel', listen);
  }, [area]);

  return {
    /** Whether a finger or button is down. */
    isHeld,
    handlers: { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd },
  };
}
