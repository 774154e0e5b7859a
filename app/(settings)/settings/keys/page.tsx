import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { formatDate } from '@/components/dates/format-date';
import { Keys } from '@/components/keys/keys';
import { explainWith } from '@/components/no-script/explain';
import { KeyForms } from '@/components/no-script/key-forms';
import { WithoutScripts } from '@/components/no-script/without-scripts';
import { localeOf } from '@/lib/languages/languages';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { formAction, postedForm } from '@/lib/page-forms/posted-form';
import { apiKeys, signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('keys'))('title') };
}

export default async function KeySettings({ searchParams }: PageProps<'/settings/keys'>) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/keys');
  const [t, sent, locale] = [await texts('keys'), await searchParams, localeOf(await pageLanguage())];
  const keys = await apiKeys(person.id);
  const timeZone = person.profile.timeZone ?? 'UTC';
  return (
    <SettingsPage
      title={t('title')}
      about={t('about')}
      of={['keys.list', 'keys.commands', 'keys.row', 'keys.created', 'keys.scopes', 'keys.form']}
    >
      <WithoutScripts
        instead={
          <KeyForms
            keys={keys}
            creation={await postedForm('keys', sent)}
            revocation={await postedForm('keys/revoke', sent)}
            revokeAction={(id) => formAction('keys/revoke', { id: String(id) })}
            texts={t}
            explain={explainWith(await texts('common'), await texts('failures'), locale)}
            formatDay={(date) => formatDate(date, { locale, timeZone })}
          />
        }
      >
        <Keys rendered={keys} />
      </WithoutScripts>
    </SettingsPage>
  );
}
