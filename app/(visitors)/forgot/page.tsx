import type { Metadata } from 'next';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { ForgotForm } from '@/components/auth/forgot-form';
import { texts } from '@/lib/languages/page-texts';

import { postedForm } from '@/lib/page-forms/posted-form';
import { sendsMail, signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('password-reset'))('forgotTitle') };
}

export default async function ForgotPassword({ searchParams }: PageProps<'/forgot'>) {
  // A person who is signed in may have forgotten it too, and is asked for the address all the same.
  const [person, t, isMailed] = [await signedIn(), await texts('password-reset'), await sendsMail()];
  const below = (
    <a href={person ? '/settings/security' : '/sign-in'} className="link">
      {t(person ? 'backToSettings' : 'backToSignIn')}
    </a>
  );
  return (
    <AuthCard title={t('forgotTitle')} below={below}>
      <ClientTexts of={['password-reset.forgot']}>
        <ForgotForm posted={await postedForm('forgot', await searchParams)} email={person?.email} isMailed={isMailed} />
      </ClientTexts>
    </AuthCard>
  );
}
