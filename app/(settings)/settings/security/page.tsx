import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { PasswordForm } from '@/components/security/password-form';
import { Sessions } from '@/components/security/sessions';
import { texts } from '@/lib/languages/page-texts';
import { ownSessions } from '@/lib/page-data/lists';
import { signedIn, signInMethods } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('security'))('title') };
}

export default async function SecuritySettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/security');
  const { hasPassword, provider } = await signInMethods(person.id);
  const t = await texts('security');
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['security.password', 'security.sessions', 'no-password']} needsScripts>
      <PasswordForm email={person.email} hasPassword={hasPassword} provider={provider} />
      <Sessions rendered={await ownSessions()} />
    </SettingsPage>
  );
}
