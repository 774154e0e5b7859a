import type { Metadata } from 'next';
import { buttonClass } from '@/components/ui/button';
import { StatusPage } from '@/components/ui/status-page';
import { VisitorFrame } from './visitor-frame';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <VisitorFrame>
      <StatusPage title="Page not found" text="Check the address for mistakes. The page may also have been moved or removed.">
        <a href="/" className={buttonClass({ variant: 'primary' })}>
          Go to the start page
        </a>
      </StatusPage>
    </VisitorFrame>
  );
}
