import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { Or } from '@/components/auth/or';
import { ProviderForm } from '@/components/auth/provider-form';
import { providerProblem } from '@/components/auth/provider-problem';
import { SignInForm } from '@/components/auth/sign-in-form';
import { texts } from '@/lib/languages/page-texts';
import { isOpenToVisitors, providerName, registrationRules, signedIn } from '@/lib/pages';

const FORM = ['sign-in.form'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('sign-in'))('title') };
}

export default async function SignIn({ searchParams }: PageProps<'/sign-in'>) {
  if (await signedIn()) redirect('/settings/picture');
  const { callbackUrl: target, error, ended } = await searchParams;
  const [provider, t, common] = [await providerName(), await texts('sign-in'), await texts('common')];
  const callbackUrl = typeof target === 'string' ? target : undefined;
  const failed =
    error === undefined ? null : t(`problems.${providerProblem(String(error), provider) ?? 'failed'}`, { provider: provider ?? '' });
  // The address at the provider is that of an account here, which only its password opens.
  if (provider !== null && (error === 'oidc_link' || error === 'oidc_claim')) {
    return (
      <AuthCard title={t('connectTitle')}>
        <ClientTexts of={FORM}>
          <SignInForm connect={provider} failed={failed} ended={false} />
        </ClientTexts>
        {error === 'oidc_claim' && (
          <>
            <Or>{common('or')}</Or>
            <p className="mb-4 text-sm">{t('notYours')}</p>
            <ProviderForm intent="claim" label={t('claim')} size="large" className="w-full" />
          </>
        )}
      </AuthCard>
    );
  }
  const below =
    isOpenToVisitors(await registrationRules()) &&
    t.rich('new', {
      link: (label) => (
        <a href="/sign-up" className="link">
          {label}
        </a>
      ),
    });
  return (
    <AuthCard title={t('title')} below={below}>
      <ClientTexts of={FORM}>
        <SignInForm callbackUrl={callbackUrl} failed={failed} ended={ended !== undefined} />
      </ClientTexts>
      {provider !== null && (
        <>
          <Or>{common('or')}</Or>
          <ProviderForm callbackUrl={callbackUrl} label={t('with', { provider })} size="large" className="w-full" />
        </>
      )}
    </AuthCard>
  );
}
