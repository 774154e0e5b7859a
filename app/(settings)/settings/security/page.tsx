import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PasswordForm } from '@/components/security/password-form';
import { Sessions } from '@/components/security/sessions';
import { PageHeader } from '@/components/ui/page-header';
import { signedIn, signInMethods } from '@/lib/pages';

export const metadata: Metadata = { title: 'Security' };

export default async function SecuritySettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/security');
  const { hasPassword, provider } = await signInMethods(person.id);
  return (
    <div className="space-y-8">
      <PageHeader title="Security" about="Your password, and every place where you are signed in." />
      <PasswordForm email={person.email} hasPassword={hasPassword} provider={provider} />
      <Sessions />
    </div>
  );
}
