import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { providerProblem } from '@/components/auth/provider-problem';
import { Connections } from '@/components/connections/connections';
import { PageHeader } from '@/components/ui/page-header';
import { signedIn, signInMethods } from '@/lib/pages';

export const metadata: Metadata = { title: 'Connected accounts' };

export default async function ConnectionSettings({ searchParams }: PageProps<'/settings/connections'>) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/connections');
  const { error } = await searchParams;
  const { hasPassword, provider, identities } = await signInMethods(person.id);
  const failed = error === undefined ? null : (providerProblem(String(error), provider) ?? 'Connecting failed. Try again.');
  return (
    <div className="space-y-8">
      <PageHeader title="Connected accounts" about="Accounts elsewhere with which you can sign in here." />
      <Connections initial={identities} provider={provider} hasPassword={hasPassword} failed={failed} />
    </div>
  );
}
