import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { AuditExport } from '@/components/audit/audit-export';
import { AuditFilter } from '@/components/audit/audit-filter';
import { AuditList } from '@/components/audit/audit-list';
import { buttonClass } from '@/components/ui/button';
import { texts } from '@/lib/languages/page-texts';
import { auditLog, signedIn } from '@/lib/pages';
import { SettingsPage } from '../../settings-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('audit'))('title') };
}

export default async function AuditSettings({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/audit');
  if (!person.isAdmin) notFound();
  const { query, entries, names, next } = await auditLog(await searchParams);
  const { cursor, ...filter } = query;
  const address = (more: Record<string, string>) => `/settings/audit?${new URLSearchParams({ ...filter, ...more })}`;
  const t = await texts('audit');
  return (
    <SettingsPage title={t('title')} about={t('about')} actions={<AuditExport {...filter} label={t('export')} />} of={['audit.details']}>
      <AuditFilter {...filter} texts={t} />
      <AuditList entries={entries} names={names} texts={t} />
      <nav aria-label={t('pages')} className="flex flex-wrap gap-2">
        {cursor && (
          <Link href={address({})} prefetch={false} className={buttonClass()}>
            {t('newest')}
          </Link>
        )}
        {next !== null && (
          <Link href={address({ cursor: String(next) })} prefetch={false} className={buttonClass()}>
            {t('older')}
          </Link>
        )}
      </nav>
    </SettingsPage>
  );
}
