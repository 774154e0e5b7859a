'use client';

import { PageFailure } from '@/components/ui/page-failure';

export default function SettingsError({ retry }: { error: unknown; retry: () => void }) {
  return <PageFailure retry={retry} />;
}
