import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ProfileForm } from '@/components/profile/profile-form';
import { profileChoices, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfileSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/profile');
  return (
    <div className="space-y-8">
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Profile</h1>
        <p className="mt-2 max-w-2xl text-muted">Other people and applications see your name, or your public name, beside your picture.</p>
      </div>
      <ProfileForm profile={person.profile} email={person.email} {...profileChoices(person.profile)} />
    </div>
  );
}
