import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { SignOutForm } from '@/components/auth/sign-out';
import { texts } from '@/lib/languages/page-texts';
import { formAction } from '@/lib/page-forms/posted-form';
import { signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('sign-out'))('name') };
}

export default async function SignOut() {
  const person = await signedIn();
  if (!person) redirect('/');
  const t = await texts('sign-out');
  const below = (
    <a href="/settings/picture" className="link">
      {t('stay')}
    </a>
  );
  return (
    <AuthCard title={t('title')} below={below}>
      <p className="mb-6 text-muted">{t('about', { email: person.email })}</p>
      <ClientTexts of={['sign-out.form']}>
        <SignOutForm action={formAction('sign-out')} />
      </ClientTexts>
    </AuthCard>
  );
}
