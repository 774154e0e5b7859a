import { redirect } from 'next/navigation';
import { Landing } from '@/components/landing/landing';
import { texts } from '@/lib/languages/page-texts';
import { isOpenToVisitors, isSetupOpen, registrationRules, signedIn, uploadRules } from '@/lib/pages';
import { ClientTexts } from '../client-texts';

export default async function Home() {
  if (await signedIn()) redirect('/settings/picture');
  const takesHeic = await uploadRules().then(
    ({ formats }) => formats.includes('heic'),
    () => false,
  );
  return (
    <ClientTexts of={['landing.own', 'controls']}>
      <Landing
        isSetupOpen={await isSetupOpen()}
        canSignUp={isOpenToVisitors(await registrationRules())}
        takesHeic={takesHeic}
        texts={await texts('landing')}
        common={await texts('common')}
      />
    </ClientTexts>
  );
}
