import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Examination } from '@/components/health/examination';
import { texts } from '@/lib/languages/page-texts';
import { signedIn } from '@/lib/pages';
import { SettingsPage } from '../../settings-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('health'))('title') };
}

export default async function HealthSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/health');
  if (!person.isAdmin) notFound();
  const t = await texts('health');
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['health.list', 'health.observations', 'health.remedies']} needsScripts>
      <Examination />
    </SettingsPage>
  );
}
