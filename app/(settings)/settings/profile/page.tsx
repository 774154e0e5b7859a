import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ProfileForm } from '@/components/profile/profile-form';
import { PageHeader } from '@/components/ui/page-header';
import { profileChoices, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfileSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/profile');
  return (
    <div className="space-y-8">
      <PageHeader title="Profile" about="Other people and applications see your name, or your public name, beside your picture." />
      <ProfileForm profile={person.profile} email={person.email} {...profileChoices(person.profile)} />
    </div>
  );
}
