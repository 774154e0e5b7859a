import type { Metadata } from 'next';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { VerifyForm } from '@/components/auth/verify-form';
import { texts } from '@/lib/languages/page-texts';
import { signedIn } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('verify'))('title'), referrer: 'no-referrer' };
}

export default async function VerifyAddress({ searchParams }: PageProps<'/verify'>) {
  const [person, { new: isNew }] = [await signedIn(), await searchParams];
  const t = await texts('verify');
  return (
    <AuthCard title={t('title')}>
      <ClientTexts of={['verify.form']}>
        <VerifyForm isSignedIn={person !== null} isNew={isNew === '1'} />
      </ClientTexts>
    </AuthCard>
  );
}
