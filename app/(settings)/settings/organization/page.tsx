import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { PolicyForm } from '@/components/policy/policy-form';
import { policy, signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Organization' };

export default async function OrganizationSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/organization');
  if (!person.isAdmin) notFound();
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl tracking-tight">Organization</h1>
      <p className="mb-8 text-muted">Rules for everyone’s pictures, on every page and in every API.</p>
      <PolicyForm policy={await policy()} />
    </>
  );
}
