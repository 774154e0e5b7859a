import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { providerProblem } from '@/components/auth/provider-problem';
import { Identities } from '@/components/security/identities';
import { PasswordForm } from '@/components/security/password-form';
import { Sessions } from '@/components/security/sessions';
import { signedIn, signInMethods } from '@/lib/pages';

export const metadata: Metadata = { title: 'Security' };

export default async function SecuritySettings({ searchParams }: PageProps<'/settings/security'>) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/security');
  const { error } = await searchParams;
  const { hasPassword, provider, identities } = await signInMethods(person.id);
  const failed = error === undefined ? null : (providerProblem(String(error), provider) ?? 'Connecting failed. Try again.');
  return (
    <div className="space-y-10">
      <div>
        <h1 className="font-semibold text-2xl tracking-tight">Security</h1>
        <p className="mt-2 max-w-2xl text-muted">Your password, and every place where you are signed in.</p>
      </div>
      <PasswordForm email={person.email} hasPassword={hasPassword} provider={provider} />
      {(provider !== null || identities.length > 0) && (
        <Identities initial={identities} provider={provider} hasPassword={hasPassword} failed={failed} />
      )}
      <Sessions />
    </div>
  );
}
