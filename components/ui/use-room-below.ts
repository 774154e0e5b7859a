import { type RefObject, useLayoutEffect } from 'react';

/**
 * Shortens the page by the height of a bar at the lower edge of the window, so that the bar covers nothing, wherever the page is scrolled to.
 * The body scrolls meanwhile in place of the window, from the same position.
 */
export function useRoomBelow(bar: RefObject<HTMLElement | null>, isShown: boolean): void {
  useLayoutEffect(() => {
    const element = bar.current;
    if (!isShown || !element) return;
    const { documentElement: root, body } = document;
    const measure = () => root.style.setProperty('--room-below', `${element.offsetHeight}px`);
    const observer = new ResizeObserver(measure);
    const top = window.scrollY;
    measure();
    observer.observe(element);
    root.classList.add('has-room-below');
    body.scrollTop = top;
    return () => {
      observer.disconnect();
      const { scrollTop } = body;
      root.classList.remove('has-room-below');
      root.style.removeProperty('--room-below');
      window.scrollTo({ top: scrollTop, behavior: 'instant' });
    };
  }, [bar, isShown]);
}
