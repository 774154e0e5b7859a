import { Images } from 'lucide-react';
import { useTexts } from '../../texts/texts';
import { EmptyState } from '../../ui/empty-state';

/** Shown if no picture is kept. */
export function EmptyGallery() {
  const t = useTexts('picture.gallery');
  return (
    <EmptyState title={t('emptyTitle')} icon={<Images aria-hidden="true" />}>
      {t('empty')}
    </EmptyState>
  );
}
