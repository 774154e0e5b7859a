import { useTexts } from '../../texts/texts';
import { Skeleton } from '../../ui/skeleton';

/** Of the pictures, and of what stands in for them. */
export const GALLERY_GRID = 'grid gap-x-5 gap-y-7 sm:grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))]';

/** In place of pictures that load, of their size. */
export function GallerySkeleton() {
  const t = useTexts('controls');
  return (
    <div>
      <p className="sr-only">{t('loading')}</p>
      <div className={GALLERY_GRID} aria-hidden="true">
        {[0, 1, 2].map((place) => (
          <div key={place} className="flex flex-wrap gap-x-4 gap-y-3 sm:flex-col sm:flex-nowrap">
            <Skeleton rounded="rounded-2xl" className="size-24 shrink-0 sm:size-32" />
            <div className="flex-1 space-y-2 py-1">
              <Skeleton className="h-3.5 w-28" />
              <Skeleton className="h-3 w-24" />
            </div>
            <Skeleton rounded="rounded-lg" className="h-9 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
