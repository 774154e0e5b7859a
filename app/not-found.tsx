import type { Metadata } from 'next';
import { buttonClass } from '@/components/ui/button';
import { StatusPage } from '@/components/ui/status-page';
import { texts } from '@/lib/languages/page-texts';
import { signedIn } from '@/lib/pages';
import { VisitorFrame } from './visitor-frame';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('common'))('notFound.name') };
}

export default async function NotFound() {
  const [person, t] = [await signedIn(), await texts('common')];
  return (
    <VisitorFrame>
      <StatusPage title={t('notFound.title')} text={t('notFound.text')}>
        <a href={person ? '/settings/picture' : '/'} className={buttonClass({ variant: 'primary' })}>
          {t(person ? 'notFound.picture' : 'notFound.home')}
        </a>
      </StatusPage>
    </VisitorFrame>
  );
}
