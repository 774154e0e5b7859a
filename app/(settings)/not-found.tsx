import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { StatusPage } from '@/components/ui/status-page';
import { texts } from '@/lib/languages/page-texts';

/**
 * Within the settings, for people who may not open a page, or whose link leads nowhere. Only for functions: `server.mjs` sends
 * `app/not-found.tsx` instead. Here Next.js sends a page without content and `lang` until its scripts run.
 */
export default async function SettingsNotFound() {
  const t = await texts('common');
  return (
    <StatusPage title={t('notFound.title')} text={t('notFound.text')}>
      <Link href="/settings/picture" className={buttonClass({ variant: 'primary' })}>
        {t('notFound.picture')}
      </Link>
    </StatusPage>
  );
}
