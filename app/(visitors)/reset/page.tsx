import type { Metadata } from 'next';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { ResetForm } from '@/components/auth/reset-form';
import { texts } from '@/lib/languages/page-texts';
import { signedIn } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('password-reset'))('resetTitle'), referrer: 'no-referrer' };
}

export default async function ResetPassword() {
  // Reads cookies, so that the page is rendered with the nonce of the request.
  await signedIn();
  const t = await texts('password-reset');
  return (
    <AuthCard title={t('resetTitle')}>
      <ClientTexts of={['password-reset.reset']}>
        <ResetForm />
      </ClientTexts>
    </AuthCard>
  );
}
