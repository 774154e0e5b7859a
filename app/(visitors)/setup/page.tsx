import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { PromotionForm } from '@/components/setup/promotion-form';
import { texts } from '@/lib/languages/page-texts';
import { postedForm } from '@/lib/page-forms/posted-form';
import { isSetupOpen, signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('setup'))('name') };
}

/** The page of the setup link. It exists until there is an administrator. */
export default async function Setup({ searchParams }: PageProps<'/setup'>) {
  const person = await signedIn();
  if (!(await isSetupOpen())) notFound();
  const t = await texts('setup');
  const sent = await searchParams;
  const { code } = sent;
  const setupCode = typeof code === 'string' ? code : '';
  if (person) {
    return (
      <AuthCard title={t('finish')}>
        <ClientTexts of={['setup.form']}>
          <PromotionForm posted={await postedForm('setup/promote', sent, { code: setupCode })} setupCode={setupCode} email={person.email} />
        </ClientTexts>
      </AuthCard>
    );
  }
  const below = t.rich('existing', {
    link: (label) => (
      <a href={`/sign-in?callbackUrl=${encodeURIComponent(`/setup?code=${setupCode}`)}`} className="link">
        {label}
      </a>
    ),
  });
  return (
    <AuthCard title={t('create')} below={below}>
      <ClientTexts of={['sign-up.form']}>
        <SignUpForm
          posted={await postedForm('setup', sent, { code: setupCode })}
          setupCode={setupCode}
          callbackUrl="/settings/organization"
        />
      </ClientTexts>
    </AuthCard>
  );
}
