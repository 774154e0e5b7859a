import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/card';
import { SignOutButton } from '@/components/auth/sign-out';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Sign out' };

export default async function SignOut() {
  const person = await signedIn();
  if (!person) redirect('/');
  const below = (
    <a href="/settings/picture" className="link">
      Stay signed in
    </a>
  );
  return (
    <AuthCard title="Sign out?" below={below}>
      <p className="mb-6 text-muted">You are signed in as {person.email}. Signing out does not remove your picture.</p>
      <SignOutButton />
    </AuthCard>
  );
}
