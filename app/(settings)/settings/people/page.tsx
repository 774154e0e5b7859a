import { UserPlus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { DeletedPerson } from '@/components/people/deleted-person';
import { ImportSection } from '@/components/people/import-section';
import { PeopleList } from '@/components/people/people-list';
import { SearchForm } from '@/components/people/search-form';
import { listCounts } from '@/components/texts/list-counts';
import { buttonClass } from '@/components/ui/button';
import { localeOf } from '@/lib/languages/languages';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { people, signedIn } from '@/lib/pages';
import { SettingsPage } from '../../settings-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('people'))('title') };
}

export default async function PeopleSettings({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/people');
  if (!person.isAdmin) notFound();
  const { query, counts, matching, next, ...page } = await people(await searchParams);
  const { cursor, ...search } = query;
  const address = (more: Record<string, string>) => `/settings/people?${new URLSearchParams({ ...search, ...more })}`;
  const t = await texts('people');
  const roles = listCounts(
    [
      [counts.administrators, (values) => t('administrators', values)],
      [counts.disabled, (values) => t('disabled', values)],
    ],
    localeOf(await pageLanguage()),
  );
  return (
    <SettingsPage
      title={t('title')}
      about={t('about', { people: counts.people, roles })}
      actions={
        <Link href="/settings/organization#invites-heading" className={buttonClass()}>
          <UserPlus aria-hidden="true" />
          {t('invite')}
        </Link>
      }
      of={['people.deleted', 'people.import', 'import.problems']}
    >
      <DeletedPerson />
      <SearchForm {...search} texts={t} />
      <p className="text-muted text-sm">{t('matching', { count: matching })}</p>
      <PeopleList people={page.people} texts={t} />
      <nav aria-label={t('pages')} className="flex flex-wrap gap-2">
        {cursor && (
          <Link href={address({})} prefetch={false} className={buttonClass()}>
            {t('first')}
          </Link>
        )}
        {next !== null && (
          <Link href={address({ cursor: String(next) })} prefetch={false} className={buttonClass()}>
            {t('next')}
          </Link>
        )}
      </nav>
      <div className="needs-scripts">
        <ImportSection />
      </div>
    </SettingsPage>
  );
}
