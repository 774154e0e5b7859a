import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { DeletedPerson } from '@/components/people/deleted-person';
import { ImportSection } from '@/components/people/import-section';
import { PeopleList } from '@/components/people/people-list';
import { SearchForm } from '@/components/people/search-form';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { people, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'People' };

export default async function PeopleSettings({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/people');
  if (!person.isAdmin) notFound();
  const { query, counts, matching, next, ...page } = await people(await searchParams);
  const { cursor, ...search } = query;
  const address = (more: Record<string, string>) => `/settings/people?${new URLSearchParams({ ...search, ...more })}`;
  return (
    <div className="space-y-6">
      <PageHeader
        title="People"
        about={
          <>
            {counts.people} {counts.people === 1 ? 'account' : 'accounts'}, of which {counts.administrators}{' '}
            {counts.administrators === 1 ? 'is an administrator' : 'are administrators'} and {counts.disabled}{' '}
            {counts.disabled === 1 ? 'is' : 'are'} disabled.
          </>
        }
      />
      <DeletedPerson />
      <SearchForm {...search} />
      <p className="text-muted text-sm">{matching === 1 ? '1 account matches.' : `${matching} accounts match.`}</p>
      <PeopleList people={page.people} />
      <nav aria-label="Pages" className="flex flex-wrap gap-2">
        {cursor && (
          <Link href={address({})} prefetch={false} className={buttonClass()}>
            First page
          </Link>
        )}
        {next !== null && (
          <Link href={address({ cursor: String(next) })} prefetch={false} className={buttonClass()}>
            Next page
          </Link>
        )}
      </nav>
      <ImportSection />
    </div>
  );
}
