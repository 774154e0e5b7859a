import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { ProfileForm } from '@/components/profile/profile-form';
import { PageHeader } from '@/components/ui/page-header';
import { directionOf } from '@/lib/languages/languages';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { profileChoices, signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('profile'))('title') };
}

export default async function ProfileSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/profile');
  const [t, language] = [await texts('profile'), await pageLanguage()];
  return (
    <div lang={language} dir={directionOf(language)} className="space-y-8">
      <PageHeader title={t('title')} about={t('about')} />
      <ClientTexts of={['profile.form']}>
        <ProfileForm profile={person.profile} email={person.email} {...profileChoices(person.profile)} />
      </ClientTexts>
    </div>
  );
}
