import { ImageDown } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTexts } from '../../texts/texts';

interface WindowDropProps {
  onFiles: (files: File[]) => void;
  /** Whether addresses are taken too: pictures of another window come as files in some browsers, and as addresses in others. */
  takesAddresses: boolean;
  isDisabled: boolean;
}

/** Takes files that are dropped anywhere in the window, and shows so while they are dragged over it. */
export function WindowDrop({ onFiles, takesAddresses, isDisabled }: WindowDropProps) {
  const t = useTexts('picture.page');
  const [isOver, setOver] = useState(false);
  const isTaken = ({ types }: DataTransfer) => types.includes('Files') || (takesAddresses && types.includes('text/uri-list'));
  const drop = useEffectEvent(({ files }: DataTransfer) => {
    if (files.length > 0) onFiles([...files]);
  });
  const takes = useEffectEvent((transfer: DataTransfer | null) => transfer !== null && !isDisabled && isTaken(transfer));

  useEffect(() => {
    /** Links and pictures of this page are dragged too. */
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
        if (isOwn || !takes(event.dataTransfer)) return;
        // Allows the drop. Without it the browser would open the file in place of the page.
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      // Leaving an element for another one of the page has that as its target; leaving the window has none.
      dragleave: (event: DragEvent) => {
        if (event.relatedTarget === null) setOver(false);
      },
      drop: (event: DragEvent) => {
        setOver(false);
        const transfer = event.dataTransfer;
        if (isOwn || !transfer || !takes(transfer)) {
          // The window listens for dropped addresses (use-given-address.ts).
          event.stopPropagation();
          return;
        }
        event.preventDefault();
        drop(transfer);
      },
    };
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener as EventListener);
    };
  }, []);

  if (!isOver) return null;
  return (
    // Without pointer events, so that the page beneath stays the target.
    <div data-testid="drop-overlay" className="pointer-events-none fixed inset-0 z-50 bg-canvas/80 p-3 backdrop-blur-sm sm:p-6">
      <div className="flex h-full flex-col items-center justify-center gap-4 rounded-3xl border-2 border-accent border-dashed bg-accent-soft/80 text-center">
        <ImageDown className="size-12 text-accent motion-safe:animate-bounce" strokeWidth={1.5} aria-hidden="true" />
        <p className="px-6 font-semibold text-ink text-xl">{t('drop')}</p>
      </div>
    </div>
  );
}
