import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/card';
import { SignInForm } from '@/components/auth/sign-in-form';
import { isOpenToVisitors, registrationRules, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignIn({ searchParams }: PageProps<'/sign-in'>) {
  if (await signedIn()) redirect('/settings/picture');
  const { callbackUrl, error, ended } = await searchParams;
  const below = isOpenToVisitors(await registrationRules()) && (
    <>
      New here?{' '}
      <a href="/sign-up" className="link">
        Create an account
      </a>
    </>
  );
  return (
    <AuthCard title="Sign in" below={below}>
      <SignInForm
        callbackUrl={typeof callbackUrl === 'string' ? callbackUrl : undefined}
        failed={error !== undefined}
        ended={ended !== undefined}
      />
    </AuthCard>
  );
}
