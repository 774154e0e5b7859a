import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { Or } from '@/components/auth/or';
import { ProviderForm } from '@/components/auth/provider-form';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { Notice } from '@/components/ui/notice';
import { texts } from '@/lib/languages/page-texts';
import { postedForm } from '@/lib/page-forms/posted-form';
import { isInviteUsable, providerName, registrationRules, signedIn } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('sign-up'))('name') };
}

export default async function SignUp({ searchParams }: PageProps<'/sign-up'>) {
  if (await signedIn()) redirect('/settings/picture');
  const sent = await searchParams;
  const { callbackUrl, invite } = sent;
  const { registration, registrationDomains } = await registrationRules();
  const t = await texts('sign-up');
  const below = t.rich('existing', {
    link: (label) => (
      <a href="/sign-in" className="link">
        {label}
      </a>
    ),
  });
  const token = typeof invite === 'string' ? invite : undefined;
  const refusal = await refusalOf(registration, token);
  const provider = await providerName();
  const target = typeof callbackUrl === 'string' ? callbackUrl : undefined;
  const button = provider !== null && (
    <>
      <Or>{(await texts('common'))('or')}</Or>
      <ProviderForm callbackUrl={target} label={t('with', { provider })} size="large" className="w-full" />
    </>
  );
  if (refusal) {
    return (
      <AuthCard title={t('title')} below={below}>
        <Notice kind="warning">{t(refusal)}</Notice>
        {button}
      </AuthCard>
    );
  }
  return (
    <AuthCard title={t('title')} below={below}>
      <ClientTexts of={['sign-up.form']}>
        <SignUpForm
          posted={await postedForm('sign-up', sent, { invite: token, callbackUrl: target })}
          callbackUrl={target}
          invite={token}
          domains={registration === 'domains' && token === undefined ? registrationDomains : undefined}
        />
      </ClientTexts>
      {button}
    </AuthCard>
  );
}

/** @returns the text that says why there is no form; null if there is one */
async function refusalOf(registration: string, invite: string | undefined): Promise<'closed' | 'inviteNeeded' | 'inviteInvalid' | null> {
  if (registration === 'closed') return 'closed';
  if (invite === undefined) return registration === 'invite' ? 'inviteNeeded' : null;
  return (await isInviteUsable(invite)) ? null : 'inviteInvalid';
}
