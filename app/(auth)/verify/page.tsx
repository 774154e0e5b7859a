import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/card';
import { VerifyForm } from '@/components/auth/verify-form';
import { signedIn } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export const metadata: Metadata = { title: 'Confirm your e-mail address', referrer: 'no-referrer' };

export default async function VerifyAddress() {
  const person = await signedIn();
  return (
    <AuthCard title="Confirm your e-mail address">
      <VerifyForm isSignedIn={person !== null} />
    </AuthCard>
  );
}
