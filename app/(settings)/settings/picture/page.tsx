import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { Editor } from '@/components/avatar-editor/editor';
import { ModerationNotice } from '@/components/moderation/moderation-notice';
import { directionOf } from '@/lib/languages/languages';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { pictureRestrictions, signedIn, uploadRules } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('picture'))('title') };
}

export default async function PictureSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/picture');
  const language = await pageLanguage();
  return (
    <div lang={language} dir={directionOf(language)}>
      <ModerationNotice {...(await pictureRestrictions(person.id))} texts={await texts('picture')} />
      <ClientTexts of={['picture', 'sources']}>
        <Editor rules={await uploadRules()} />
      </ClientTexts>
    </div>
  );
}
