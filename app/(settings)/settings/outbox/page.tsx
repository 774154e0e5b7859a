import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Messages } from '@/components/outbox/messages';
import { PageHeader } from '@/components/ui/page-header';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Outbox' };

export default async function OutboxSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/outbox');
  if (!person.isAdmin) notFound();
  return (
    <div className="space-y-8">
      <PageHeader title="Outbox" about="Messages to people of the last two weeks, newest first." />
      <Messages />
    </div>
  );
}
