import { redirect } from 'next/navigation';
import { Landing } from '@/components/landing/landing';
import { texts } from '@/lib/languages/page-texts';
import { isOpenToVisitors, isSetupOpen, registrationRules, signedIn, uploadRules } from '@/lib/pages';
import { ClientTexts } from '../client-texts';

export default async function Home() {
  if (await signedIn()) redirect('/settings/picture');
  const [takesHeic, setup, registration, landing, common] = await Promise.all([
    uploadRules().then(
      ({ formats }) => formats.includes('heic'),
      () => false,
    ),
    isSetupOpen(),
    registrationRules(),
    texts('landing'),
    texts('common'),
  ]);
  return (
    <ClientTexts of={['landing.own', 'controls']}>
      <Landing isSetupOpen={setup} canSignUp={isOpenToVisitors(registration)} takesHeic={takesHeic} texts={landing} common={common} />
    </ClientTexts>
  );
}
