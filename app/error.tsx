'use client';

import { useTexts } from '@/components/texts/texts';
import { PageFailure } from '@/components/ui/page-failure';

/** Without header and footer, whose data may be what failed. */
export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  const t = useTexts('common.failed');
  return (
    <main id="main" tabIndex={-1} className="flex flex-1 flex-col">
      <PageFailure title={t('title')} text={t('text')} again={t('again')} retry={retry} />
    </main>
  );
}
