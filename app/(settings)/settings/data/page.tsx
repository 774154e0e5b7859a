import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountDeletion } from '@/components/data/account-deletion';
import { DataDownload } from '@/components/data/data-download';
import { PageHeader } from '@/components/ui/page-header';
import { signedIn, signInMethods } from '@/lib/pages';

export const metadata: Metadata = { title: 'Data' };

export default async function DataSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/data');
  const { hasPassword, provider } = await signInMethods(person.id);
  return (
    <div className="space-y-8">
      <PageHeader title="Data" about="Everything that this server keeps about you belongs to you." />
      <DataDownload />
      <AccountDeletion email={person.email} hasPassword={hasPassword} provider={provider} />
    </div>
  );
}
