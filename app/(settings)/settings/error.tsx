'use client';

import { useTexts } from '@/components/texts/texts';
import { PageFailure } from '@/components/ui/page-failure';

export default function SettingsError({ retry }: { error: unknown; retry: () => void }) {
  const t = useTexts('common.failed');
  return <PageFailure title={t('title')} text={t('text')} again={t('again')} retry={retry} />;
}
