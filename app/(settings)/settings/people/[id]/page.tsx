import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { NeedsScripts } from '@/components/no-script/needs-scripts';
import { Person } from '@/components/people/person';
import { texts } from '@/lib/languages/page-texts';
import { personOf, sendsMail, signedIn, signInMethods } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('person'))('name') };
}

export default async function PersonSettings({ params }: { params: Promise<{ id: string }> }) {
  const [administrator, { id }] = [await signedIn(), await params];
  if (!administrator) redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/settings/people/${id}`)}`);
  if (!administrator.isAdmin) notFound();
  const person = await personOf(id);
  if (!person) notFound();
  const { hasPassword, provider } = await signInMethods(administrator.id);
  return (
    <ClientTexts of={['person', 'no-password']}>
      <div className="space-y-8">
        <NeedsScripts texts={await texts('no-script')} />
        <Person
          person={person}
          administrator={{ id: administrator.id, email: administrator.email, hasPassword, provider }}
          sendsMail={await sendsMail()}
        />
      </div>
    </ClientTexts>
  );
}
