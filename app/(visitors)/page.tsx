import { redirect } from 'next/navigation';
import { Landing } from '@/components/landing/landing';
import { isOpenToVisitors, isSetupOpen, registrationRules, signedIn } from '@/lib/pages';

export default async function Home() {
  if (await signedIn()) redirect('/settings/picture');
  return (
    // Not translated yet.
    <div lang="en" dir="ltr" className="contents">
      <Landing isSetupOpen={await isSetupOpen()} canSignUp={isOpenToVisitors(await registrationRules())} />
    </div>
  );
}
