import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/card';
import { Or } from '@/components/auth/or';
import { ProviderForm } from '@/components/auth/provider-form';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { Notice } from '@/components/ui/notice';
import { isInviteUsable, providerName, registrationRules, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Create account' };

export default async function SignUp({ searchParams }: PageProps<'/sign-up'>) {
  if (await signedIn()) redirect('/settings/picture');
  const { callbackUrl, invite } = await searchParams;
  const { registration, registrationDomains } = await registrationRules();
  const below = (
    <>
      Have an account already?{' '}
      <a href="/sign-in" className="link">
        Sign in
      </a>
    </>
  );
  const token = typeof invite === 'string' ? invite : undefined;
  const refusal = await refusalOf(registration, token);
  const provider = await providerName();
  const target = typeof callbackUrl === 'string' ? callbackUrl : undefined;
  const button = provider !== null && (
    <>
      <Or />
      <ProviderForm callbackUrl={target} label={`Sign up with ${provider}`} size="large" className="w-full" />
    </>
  );
  if (refusal) {
    return (
      <AuthCard title="Create your account" below={below}>
        <Notice kind="warning">{refusal}</Notice>
        {button}
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Create your account" below={below}>
      <SignUpForm
        callbackUrl={target}
        invite={token}
        domains={registration === 'domains' && token === undefined ? registrationDomains : undefined}
      />
      {button}
    </AuthCard>
  );
}

/** @returns why there is no form; null if there is one */
async function refusalOf(registration: string, invite: string | undefined): Promise<string | null> {
  if (registration === 'closed') return 'This server does not accept new accounts.';
  if (invite === undefined)
    return registration === 'invite' ? 'You need an invite to create an account here. Ask the administrator for one.' : null;
  return (await isInviteUsable(invite)) ? null : 'This invite was used, withdrawn or has expired. Ask the administrator for another one.';
}
