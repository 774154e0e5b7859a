import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { StatusPage } from '@/components/ui/status-page';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <StatusPage title="Page not found" text="Check the address for mistakes. The page may also have been moved or removed.">
      <Link href="/" className={buttonClass({ variant: 'primary' })}>
        Go to the start page
      </Link>
    </StatusPage>
  );
}
