import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ProfileForm } from '@/components/profile/profile-form';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfileSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/profile');
  return (
    <div className="space-y-8">
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Profile</h1>
        <p className="mt-2 max-w-2xl text-muted">Other people see your name beside your picture.</p>
      </div>
      <ProfileForm name={person.name} email={person.email} />
    </div>
  );
}
