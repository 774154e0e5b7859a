import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { AccountDeletion } from '@/components/data/account-deletion';
import { DataDownload } from '@/components/data/data-download';
import { NeedsScripts } from '@/components/no-script/needs-scripts';
import { texts } from '@/lib/languages/page-texts';
import { ownDeletion } from '@/lib/page-data/lists';
import { signedIn, signInMethods } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('data'))('title') };
}

export default async function DataSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/data');
  const { hasPassword, provider } = await signInMethods(person.id);
  const t = await texts('data');
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['data.deletion', 'no-password']}>
      <DataDownload t={t} />
      <AccountDeletion rendered={await ownDeletion()} email={person.email} hasPassword={hasPassword} provider={provider}>
        <NeedsScripts texts={await texts('no-script')} />
      </AccountDeletion>
    </SettingsPage>
  );
}
