import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Messages } from '@/components/outbox/messages';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'Outbox' };

export default async function OutboxSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/outbox');
  if (!person.isAdmin) notFound();
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl tracking-tight">Outbox</h1>
      <p className="mb-8 max-w-2xl text-muted">Messages to people of the last two weeks, newest first.</p>
      <Messages />
    </>
  );
}
