'use client';

import { PageFailure } from '@/components/ui/page-failure';

/** Without header and footer, whose data may be what failed. */
export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <main id="main" tabIndex={-1} className="flex flex-1 flex-col">
      <PageFailure retry={retry} />
    </main>
  );
}
