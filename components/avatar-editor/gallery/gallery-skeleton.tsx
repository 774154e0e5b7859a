import { useTexts } from '../../texts/texts';
import { Skeleton } from '../../ui/skeleton';
import { EmptyGallery } from './empty-gallery';

/** Of the pictures, and of what stands in for them. */
export const GALLERY_GRID = 'grid gap-x-5 gap-y-7 sm:grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))]';

/** Pictures that are shown at first, and more at a time. */
export const GALLERY_PAGE = 8;

/** In place of pictures that load: as many, of their size. */
export function GallerySkeleton({ kept }: { kept: number }) {
  const t = useTexts('controls');
  if (kept === 0) return <EmptyGallery />;
  return (
    <>
      <p className="sr-only">{t('loading')}</p>
      <div className={GALLERY_GRID} aria-hidden="true">
        {Array.from({ length: Math.min(kept, GALLERY_PAGE) }, (_, place) => place).map((place) => (
          <div key={place} className="flex flex-wrap gap-x-4 gap-y-3 sm:flex-col sm:flex-nowrap" data-testid="kept-place">
            <Skeleton rounded="rounded-2xl" className="size-24 shrink-0 sm:size-32" />
            <div className="flex-1 space-y-2 py-1">
              <Skeleton className="h-3.5 w-28" />
              <Skeleton className="h-3 w-24" />
            </div>
            <Skeleton rounded="rounded-lg" className="h-9 w-full" />
          </div>
        ))}
      </div>
      {kept > GALLERY_PAGE && <Skeleton rounded="rounded-lg" className="h-10 w-28" />}
    </>
  );
}
