import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Examination } from '@/components/health/examination';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Health' };

export default async function HealthSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/health');
  if (!person.isAdmin) notFound();
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl tracking-tight">Health</h1>
      <p className="mb-8 max-w-2xl text-muted">What could keep this installation from working as it should, and what to do about it.</p>
      <Examination />
    </>
  );
}
