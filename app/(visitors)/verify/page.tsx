import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/card';
import { VerifyForm } from '@/components/auth/verify-form';
import { signedIn } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export const metadata: Metadata = { title: 'Confirm your e-mail address', referrer: 'no-referrer' };

export default async function VerifyAddress({ searchParams }: PageProps<'/verify'>) {
  const [person, { new: isNew }] = [await signedIn(), await searchParams];
  return (
    <AuthCard title="Confirm your e-mail address">
      <VerifyForm isSignedIn={person !== null} isNew={isNew === '1'} />
    </AuthCard>
  );
}
