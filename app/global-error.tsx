'use client';

import { PageFailure } from '@/components/ui/page-failure';
import './globals.css';

/** If the layout of all pages fails. Smaller than that of Next.js, which every page would load. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col bg-canvas font-sans text-ink">
        <PageFailure retry={retry} />
      </body>
    </html>
  );
}
