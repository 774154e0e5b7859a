import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { AuthCard } from '@/components/auth/card';
import { Or } from '@/components/auth/or';
import { ProviderForm } from '@/components/auth/provider-form';
import { providerProblem } from '@/components/auth/provider-problem';
import { SignInForm } from '@/components/auth/sign-in-form';
import { texts } from '@/lib/languages/page-texts';
import { postedForm } from '@/lib/page-forms/posted-form';
import { isOpenToVisitors, providerName, registrationRules, signedIn } from '@/lib/pages';

const FORM = ['sign-in.form'] as const;

/** Where a person without a script connects the provider once they are signed in. */
const CONNECTIONS = '/settings/connections';

/** Failures of a form without a script, other than a wrong password. */
const FAILURES: Partial<Record<string, 'account_disabled' | 'storage_full' | 'database_unavailable'>> = {
  account_disabled: 'account_disabled',
  storage_full: 'storage_full',
  database_unavailable: 'database_unavailable',
  internal: 'database_unavailable',
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('sign-in'))('title') };
}

export default async function SignIn({ searchParams }: PageProps<'/sign-in'>) {
  if (await signedIn()) redirect('/settings/picture');
  const sent = await searchParams;
  const { callbackUrl: target, error, ended } = sent;
  const [provider, t, common] = [await providerName(), await texts('sign-in'), await texts('common')];
  const callbackUrl = typeof target === 'string' ? target : undefined;
  const isLinking = provider !== null && (error === 'oidc_link' || error === 'oidc_claim');
  const { action, failure, values } = await postedForm('sign-in', sent, isLinking ? { callbackUrl: CONNECTIONS, error } : { callbackUrl });
  const refused =
    error === undefined ? null : t(`problems.${providerProblem(String(error), provider) ?? 'failed'}`, { provider: provider ?? '' });
  const code = failure && FAILURES[failure.code];
  const failed = code ? common(`errors.${code}`) : failure ? t(failure.code === 'rate_limited' ? 'form.too-often' : 'form.wrong') : refused;
  // The address at the provider is that of an account here, which only its password opens.
  if (isLinking) {
    return (
      <AuthCard title={t('connectTitle')}>
        <ClientTexts of={FORM}>
          <SignInForm action={action} email={values.email} connect={provider} failed={failed} ended={false} />
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
        <SignInForm action={action} email={values.email} callbackUrl={callbackUrl} failed={failed} ended={ended !== undefined} />
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
