import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Messages } from '@/components/outbox/messages';
import { texts } from '@/lib/languages/page-texts';
import { outboxMessages } from '@/lib/page-data/lists';
import { signedIn } from '@/lib/pages';
import { SettingsPage } from '../../settings-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('outbox'))('title') };
}

export default async function OutboxSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/outbox');
  if (!person.isAdmin) notFound();
  const t = await texts('outbox');
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['outbox.list']} needsScripts>
      <Messages rendered={await outboxMessages()} />
    </SettingsPage>
  );
}
