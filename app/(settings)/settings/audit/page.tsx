import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { AuditExport } from '@/components/audit/audit-export';
import { AuditFilter } from '@/components/audit/audit-filter';
import { AuditList } from '@/components/audit/audit-list';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { auditLog, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditSettings({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/audit');
  if (!person.isAdmin) notFound();
  const { query, entries, next } = await auditLog(await searchParams);
  const { cursor, ...filter } = query;
  const address = (more: Record<string, string>) => `/settings/audit?${new URLSearchParams({ ...filter, ...more })}`;
  return (
    <div className="space-y-6">
      <PageHeader
        title="Audit log"
        about="Who changed an account, a picture or the rules, on pages and through every API."
        actions={<AuditExport {...filter} />}
      />
      <AuditFilter {...filter} />
      <AuditList entries={entries} />
      <nav aria-label="Pages" className="flex flex-wrap gap-2">
        {cursor && (
          <Link href={address({})} prefetch={false} className={buttonClass()}>
            Newest
          </Link>
        )}
        {next !== null && (
          <Link href={address({ cursor: String(next) })} prefetch={false} className={buttonClass()}>
            Older
          </Link>
        )}
      </nav>
    </div>
  );
}
