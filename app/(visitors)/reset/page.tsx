import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/card';
import { ResetForm } from '@/components/auth/reset-form';
import { signedIn } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export const metadata: Metadata = { title: 'Choose a new password', referrer: 'no-referrer' };

export default async function ResetPassword() {
  // Reads cookies, so that the page is rendered with the nonce of the request.
  await signedIn();
  return (
    <AuthCard title="Choose a new password">
      <ResetForm />
    </AuthCard>
  );
}
