import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PasswordForm } from '@/components/security/password-form';
import { Sessions } from '@/components/security/sessions';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Security' };

export default async function SecuritySettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/security');
  return (
    <div className="space-y-10">
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Security</h1>
        <p className="mt-2 max-w-2xl text-muted">Your password, and every place where you are signed in.</p>
      </div>
      <PasswordForm email={person.email} />
      <Sessions />
    </div>
  );
}
