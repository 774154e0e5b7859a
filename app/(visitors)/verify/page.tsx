import type { Metadata } from 'next';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { VerifyForm } from '@/components/auth/verify-form';
import { texts } from '@/lib/languages/page-texts';
import { postedForm } from '@/lib/page-forms/posted-form';
import { signedIn } from '@/lib/pages';

/** The address of this page has the token of a link, which no other request may name. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('verify'))('title'), referrer: 'no-referrer' };
}

export default async function VerifyAddress({ searchParams }: PageProps<'/verify'>) {
  const [person, sent] = [await signedIn(), await searchParams];
  const isNew = sent.new === '1';
  const token = typeof sent.token === 'string' ? sent.token : undefined;
  const t = await texts('verify');
  return (
    <AuthCard title={t('title')}>
      <ClientTexts of={['verify.form']}>
        <VerifyForm
          posted={await postedForm('verify', sent, { token, new: isNew ? '1' : undefined })}
          isSignedIn={person !== null}
          isNew={isNew}
        />
      </ClientTexts>
    </AuthCard>
  );
}
