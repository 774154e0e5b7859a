import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Addresses } from '@/components/addresses/addresses';
import { PageHeader } from '@/components/ui/page-header';
import { policy, signedIn, signInMethods, verifiesAddresses } from '@/lib/pages';

export const metadata: Metadata = { title: 'Addresses' };

export default async function AddressSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/addresses');
  const { hasPassword, provider } = await signInMethods(person.id);
  return (
    <div className="space-y-8">
      <PageHeader
        title="E-mail addresses"
        about="Applications that look for your picture ask by an e-mail address, or by a hash of it: a fingerprint from which the address cannot be read, but can be guessed. Every address here shows your picture, unless you choose another one for it."
      />
      <Addresses
        verifies={await verifiesAddresses()}
        hashLookup={(await policy()).hashLookup}
        hasPassword={hasPassword}
        provider={provider}
      />
    </div>
  );
}
