import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { ProfileForm } from '@/components/profile/profile-form';
import { texts } from '@/lib/languages/page-texts';
import { profileChoices, signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('profile'))('title') };
}

export default async function ProfileSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/profile');
  const t = await texts('profile');
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['profile.form']} needsScripts>
      <ProfileForm profile={person.profile} email={person.email} {...profileChoices(person.profile)} />
    </SettingsPage>
  );
}
