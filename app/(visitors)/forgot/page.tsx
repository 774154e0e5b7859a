import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/card';
import { ForgotForm } from '@/components/auth/forgot-form';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Forgot your password?' };

export default async function ForgotPassword() {
  // A person who is signed in may have forgotten it too, and is asked for the address all the same.
  const person = await signedIn();
  const below = (
    <a href={person ? '/settings/security' : '/sign-in'} className="link">
      {person ? 'Back to the settings' : 'Back to signing in'}
    </a>
  );
  return (
    <AuthCard title="Forgot your password?" below={below}>
      <ForgotForm email={person?.email} />
    </AuthCard>
  );
}
