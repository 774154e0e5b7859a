import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Person } from '@/components/people/person';
import { personOf, sendsMail, signedIn, signInMethods } from '@/lib/pages';

export const metadata: Metadata = { title: 'Person' };

export default async function PersonSettings({ params }: { params: Promise<{ id: string }> }) {
  const [administrator, { id }] = [await signedIn(), await params];
  if (!administrator) redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/settings/people/${id}`)}`);
  if (!administrator.isAdmin) notFound();
  const person = await personOf(id);
  if (!person) notFound();
  const { hasPassword, provider } = await signInMethods(administrator.id);
  return (
    <Person
      person={person}
      administrator={{ id: administrator.id, email: administrator.email, hasPassword, provider }}
      sendsMail={await sendsMail()}
    />
  );
}
