import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { providerProblem } from '@/components/auth/provider-problem';
import { Connections } from '@/components/connections/connections';
import { PageHeader } from '@/components/ui/page-header';
import { texts } from '@/lib/languages/page-texts';
import { signedIn, signInMethods } from '@/lib/pages';

export const metadata: Metadata = { title: 'Connected accounts' };

export default async function ConnectionSettings({ searchParams }: PageProps<'/settings/connections'>) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/connections');
  const { error } = await searchParams;
  const { hasPassword, provider, identities } = await signInMethods(person.id);
  const [problem, t] = [providerProblem(String(error), provider), await texts('sign-in')];
  const failed =
    error === undefined
      ? null
      : problem === null
        ? 'Connecting failed. Try again.'
        : t(`problems.${problem}`, { provider: provider ?? '' });
  return (
    <div className="space-y-8">
      <PageHeader title="Connected accounts" about="Accounts elsewhere with which you can sign in here." />
      <Connections initial={identities} provider={provider} hasPassword={hasPassword} failed={failed} />
    </div>
  );
}
