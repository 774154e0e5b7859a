import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/card';
import { Or } from '@/components/auth/or';
import { ProviderForm } from '@/components/auth/provider-form';
import { providerProblem } from '@/components/auth/provider-problem';
import { SignInForm } from '@/components/auth/sign-in-form';
import { isOpenToVisitors, providerName, registrationRules, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignIn({ searchParams }: PageProps<'/sign-in'>) {
  if (await signedIn()) redirect('/settings/picture');
  const { callbackUrl: target, error, ended } = await searchParams;
  const provider = await providerName();
  const callbackUrl = typeof target === 'string' ? target : undefined;
  const failed = error === undefined ? null : (providerProblem(String(error), provider) ?? 'Signing in failed. Try again.');
  // The address at the provider is that of an account here, which only its password opens.
  if (provider !== null && (error === 'oidc_link' || error === 'oidc_claim')) {
    return (
      <AuthCard title="Connect your account">
        <SignInForm connect={provider} failed={failed} ended={false} />
        {error === 'oidc_claim' && (
          <>
            <Or />
            <p className="mb-4 text-sm">If that account is not yours, take your address from it and open one of your own.</p>
            <ProviderForm intent="claim" label="Open a new account" size="large" className="w-full" />
          </>
        )}
      </AuthCard>
    );
  }
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
      <SignInForm callbackUrl={callbackUrl} failed={failed} ended={ended !== undefined} />
      {provider !== null && (
        <>
          <Or />
          <ProviderForm callbackUrl={callbackUrl} label={`Sign in with ${provider}`} size="large" className="w-full" />
        </>
      )}
    </AuthCard>
  );
}
