import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { BlockedFiles } from '@/components/moderation/blocked-files';
import { PolicyForm } from '@/components/policy/policy-form';
import { Invites } from '@/components/registration/invites';
import { RegistrationForm } from '@/components/registration/registration-form';
import { ServiceKeys } from '@/components/service-keys/service-keys';
import { PageHeader } from '@/components/ui/page-header';
import { blockedFiles, invites, policy, serviceKeys, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Organization' };

export default async function OrganizationSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/organization');
  if (!person.isAdmin) notFound();
  const current = await policy();
  return (
    <div className="space-y-8">
      <PageHeader title="Organization" about="Rules for everyone’s pictures, on every page and in every API, and for new accounts." />
      <PolicyForm policy={current} />
      <RegistrationForm policy={current} />
      <Invites initial={await invites()} isClosed={current.registration === 'closed'} />
      <ClientTexts of={['service-keys']}>
        <ServiceKeys initial={await serviceKeys()} />
      </ClientTexts>
      <BlockedFiles initial={await blockedFiles()} />
    </div>
  );
}
