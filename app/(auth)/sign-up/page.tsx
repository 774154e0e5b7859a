import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/card';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Create account' };

export default async function SignUp({ searchParams }: PageProps<'/sign-up'>) {
  if (await signedIn()) redirect('/settings/picture');
  const { callbackUrl } = await searchParams;
  const below = (
    <>
      Have an account already?{' '}
      <a href="/sign-in" className="link">
        Sign in
      </a>
    </>
  );
  return (
    <AuthCard title="Create your account" below={below}>
      <SignUpForm callbackUrl={typeof callbackUrl === 'string' ? callbackUrl : undefined} />
    </AuthCard>
  );
}
