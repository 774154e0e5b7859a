import { Images } from 'lucide-react';
import { useTexts } from '../../texts/texts';
import { EmptyState } from '../../ui/empty-state';

/** In place of pictures that there are not. */
export function EmptyGallery() {
  const t = useTexts('picture.gallery');
  return (
    <EmptyState title={t('emptyTitle')} icon={<Images aria-hidden="true" />}>
      {t('empty')}
    </EmptyState>
  );
}
