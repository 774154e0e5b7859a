import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AuthCard } from '@/components/auth/card';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { PromotionForm } from '@/components/setup/promotion-form';
import { isSetupOpen, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Setup' };

/** The page of the setup link. It exists until there is an administrator. */
export default async function Setup({ searchParams }: { searchParams: Promise<{ code?: string | string[] }> }) {
  const person = await signedIn();
  if (!(await isSetupOpen())) notFound();
  const { code } = await searchParams;
  const setupCode = typeof code === 'string' ? code : '';
  if (person) {
    return (
      <AuthCard title="Finish the setup">
        <PromotionForm setupCode={setupCode} email={person.email} />
      </AuthCard>
    );
  }
  const below = (
    <>
      Have an account already?{' '}
      <a href={`/sign-in?callbackUrl=${encodeURIComponent(`/setup?code=${setupCode}`)}`} className="link">
        Sign in
      </a>{' '}
      to make it the administrator’s.
    </>
  );
  return (
    <AuthCard title="Create the administrator’s account" below={below}>
      <SignUpForm setupCode={setupCode} callbackUrl="/settings/organization" />
    </AuthCard>
  );
}
