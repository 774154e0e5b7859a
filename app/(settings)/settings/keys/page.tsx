import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { Keys } from '@/components/keys/keys';
import { texts } from '@/lib/languages/page-texts';
import { signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('keys'))('title') };
}

export default async function KeySettings() {
  if (!(await signedIn())) redirect('/sign-in?callbackUrl=/settings/keys');
  const t = await texts('keys');
  return (
    <SettingsPage
      title={t('title')}
      about={t('about')}
      of={['keys.list', 'keys.commands', 'keys.row', 'keys.created', 'keys.scopes', 'keys.form']}
    >
      <Keys />
    </SettingsPage>
  );
}
