import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { StatusPage } from '@/components/ui/status-page';

/** Within the settings, for people who may not open a page, or whose link leads nowhere. */
export default function SettingsNotFound() {
  return (
    <StatusPage title="Page not found" text="Check the address for mistakes. The page may also have been moved or removed.">
      <Link href="/settings/picture" className={buttonClass({ variant: 'primary' })}>
        Go to your picture
      </Link>
    </StatusPage>
  );
}
