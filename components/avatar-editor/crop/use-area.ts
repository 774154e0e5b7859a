import { type RefObject, useLayoutEffect, useState } from 'react';

/** Size of an element and its place in the window, in CSS pixels. */
interface Area {
  width: number;
  height: number;
  x: number;
  y: number;
}

/** The area of an element, as it changes with the window; empty until it is measured, before the browser paints it. */
export function useArea(ref: RefObject<HTMLElement | null>): Area {
  const [area, setArea] = useState<Area>({ width: 0, height: 0, x: 0, y: 0 });
  useLayoutEffect(() => {
    const { current } = ref;
    if (!current) return;
    const measure = () => {
      const { width, height, x, y } = current.getBoundingClientRect();
      setArea((area) => (area.width === width && area.height === height && area.x === x && area.y === y ? area : { width, height, x, y }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    // A centred element of a fixed size moves with the edges of the window.
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [ref]);
  return area;
}

/**
 * The closest position on a whole pixel of the screen. Browsers round where they clip and where they draw a picture each in their own way,
 * so that one between two pixels lies up to a pixel beside its frame. A whole CSS pixel where that is one of the screen too: thirds of it
 * are no numbers that layout can express.
 * @param position in its container, in CSS pixels
 * @param origin of the container in the window
 */
export function alignToPixels(position: number, origin: number, scale: number = globalThis.devicePixelRatio ?? 1): number {
  const steps = Number.isInteger(scale) ? 1 : scale;
  return Math.round((origin + position) * steps) / steps - origin;
}
