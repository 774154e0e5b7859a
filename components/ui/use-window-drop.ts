import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Takes what is dropped anywhere in the window, but not links and pictures of the page itself.
 * @param takes whether what is dragged over the window would be taken
 * @returns whether it is over the window
 */
export function useWindowDrop(takes: (transfer: DataTransfer) => boolean, onDrop: (transfer: DataTransfer) => void): boolean {
  const [isOver, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  const isTaken = useEffectEvent((transfer: DataTransfer | null): transfer is DataTransfer => transfer !== null && takes(transfer));

  useEffect(() => {
    let isOwn = false;
    const listeners = {
      dragstart: () => {
        isOwn = true;
      },
      dragend: () => {
        isOwn = false;
        setOver(false);
      },
      dragover: (event: DragEvent) => {
        if (isOwn || !isTaken(event.dataTransfer)) return;
        // Allows the drop. Without it the browser would open the file in place of the page.
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      // Leaving an element for another one of the page has that as its target; leaving the window has none.
      dragleave: (event: DragEvent) => {
        if (event.relatedTarget === null) setOver(false);
      },
      drop: (event: DragEvent) => {
        setOver(false);
        if (isOwn || !isTaken(event.dataTransfer)) {
          // The window listens for dropped addresses (use-given-address.ts).
          event.stopPropagation();
          return;
        }
        event.preventDefault();
        drop(event.dataTransfer);
      },
    };
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener as EventListener);
    };
  }, []);

  return isOver;
}
