import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { BlockedFiles } from '@/components/moderation/blocked-files';
import { PolicyForm } from '@/components/policy/policy-form';
import { Invites } from '@/components/registration/invites';
import { RegistrationForm } from '@/components/registration/registration-form';
import { ServiceKeys } from '@/components/service-keys/service-keys';
import { texts } from '@/lib/languages/page-texts';
import { blockedFiles, invites, policy, serviceKeys, signedIn } from '@/lib/pages';
import { SettingsPage } from '../../settings-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('organization'))('title') };
}

export default async function OrganizationSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/organization');
  if (!person.isAdmin) notFound();
  const [current, t] = [await policy(), await texts('organization')];
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['organization', 'service-keys']} needsScripts>
      <PolicyForm policy={current} />
      <RegistrationForm policy={current} />
      <Invites initial={await invites()} isClosed={current.registration === 'closed'} />
      <ServiceKeys initial={await serviceKeys()} />
      <BlockedFiles initial={await blockedFiles()} />
    </SettingsPage>
  );
}
