import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Examination } from '@/components/health/examination';
import { PageHeader } from '@/components/ui/page-header';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Health' };

export default async function HealthSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/health');
  if (!person.isAdmin) notFound();
  return (
    <div className="space-y-8">
      <PageHeader title="Health" about="What could keep this installation from working as it should, and what to do about it." />
      <Examination />
    </div>
  );
}
