import { ImageDown } from 'lucide-react';
import { useTexts } from '../../texts/texts';
import { useWindowDrop } from '../../ui/use-window-drop';

interface WindowDropProps {
  onFiles: (files: File[]) => void;
  /** Whether addresses are taken too: pictures of another window come as files in some browsers, and as addresses in others. */
  takesAddresses: boolean;
  isDisabled: boolean;
}

/** Takes files that are dropped anywhere in the window, and shows so while they are dragged over it. */
export function WindowDrop({ onFiles, takesAddresses, isDisabled }: WindowDropProps) {
  const t = useTexts('picture.page');
  const isOver = useWindowDrop(
    ({ types }) => !isDisabled && (types.includes('Files') || (takesAddresses && types.includes('text/uri-list'))),
    ({ files }) => files.length > 0 && onFiles([...files]),
  );

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
