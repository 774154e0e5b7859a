import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { Addresses } from '@/components/addresses/addresses';
import { texts } from '@/lib/languages/page-texts';
import { ownAddresses, ownVersions } from '@/lib/page-data/lists';
import { policy, signedIn, signInMethods, verifiesAddresses } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('addresses'))('name') };
}

export default async function AddressSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/addresses');
  const { hasPassword, provider } = await signInMethods(person.id);
  const t = await texts('addresses');
  return (
    <SettingsPage
      title={t('title')}
      about={t('about')}
      of={['addresses.list', 'addresses.row', 'addresses.picture', 'addresses.form', 'no-password']}
      needsScripts
    >
      <Addresses
        rendered={await ownAddresses()}
        pictures={await ownVersions()}
        verifies={await verifiesAddresses()}
        hashLookup={(await policy()).hashLookup}
        hasPassword={hasPassword}
        provider={provider}
      />
    </SettingsPage>
  );
}
