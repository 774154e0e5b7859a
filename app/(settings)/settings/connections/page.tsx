import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SettingsPage } from '@/app/(settings)/settings-page';
import { providerProblem } from '@/components/auth/provider-problem';
import { Connections } from '@/components/connections/connections';
import { NeedsScripts } from '@/components/no-script/needs-scripts';
import { texts } from '@/lib/languages/page-texts';
import { signedIn, signInMethods } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('connections'))('title') };
}

export default async function ConnectionSettings({ searchParams }: PageProps<'/settings/connections'>) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/connections');
  const { error } = await searchParams;
  const { hasPassword, provider, identities } = await signInMethods(person.id);
  const [t, problems] = [await texts('connections'), await texts('sign-in')];
  const problem = providerProblem(String(error), provider);
  const failed =
    error === undefined ? null : problem === null ? t('failed') : problems(`problems.${problem}`, { provider: provider ?? '' });
  return (
    <SettingsPage title={t('title')} about={t('about')} of={['connections.list']}>
      <Connections initial={identities} provider={provider} hasPassword={hasPassword} failed={failed}>
        <NeedsScripts texts={await texts('no-script')} />
      </Connections>
    </SettingsPage>
  );
}
