import { lazy, Suspense, useRef } from 'react';
import { KEPT_DAYS, KEPT_VERSIONS } from '@/lib/avatars/limits';
import { useAvatar } from '../../avatar/store';
import { useTexts } from '../../texts/texts';
import { Section } from '../../ui/section';
import { useIdleLoad } from '../../ui/use-idle-load';
import type { GalleryProps } from './gallery';
import { GallerySkeleton } from './gallery-skeleton';

const loadGallery = () => import('./gallery');
/** Below the current picture, and a chunk of its own. */
const Gallery = lazy(loadGallery);

/** The part of the page with all kept pictures. */
export function GallerySection(props: Omit<GalleryProps, 'heading'>) {
  const t = useTexts('picture.gallery');
  const heading = useRef<HTMLHeadingElement>(null);
  const isLoaded = useIdleLoad(loadGallery);
  const { avatar } = useAvatar();
  // A picture may have been saved since the page was rendered.
  const kept = avatar.id === null ? props.kept : Math.max(props.kept, 1);
  return (
    <Section id="gallery-heading" title={t('title')} headingRef={heading} about={t('about', { count: KEPT_VERSIONS, days: KEPT_DAYS })}>
      <div className="min-h-48 space-y-5" data-testid="gallery">
        {isLoaded ? (
          <Suspense fallback={<GallerySkeleton kept={kept} />}>
            <Gallery {...props} kept={kept} heading={heading} />
          </Suspense>
        ) : (
          <GallerySkeleton kept={kept} />
        )}
      </div>
    </Section>
  );
}
