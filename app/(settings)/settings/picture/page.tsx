import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientTexts } from '@/app/client-texts';
import { Editor } from '@/components/avatar-editor/editor';
import { ModerationNotice } from '@/components/moderation/moderation-notice';
import { explainWith } from '@/components/no-script/explain';
import { PictureForms } from '@/components/no-script/picture-forms';
import { WithoutScripts } from '@/components/no-script/without-scripts';
import { directionOf, localeOf } from '@/lib/languages/languages';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { postedForm } from '@/lib/page-forms/posted-form';
import { keptPictures, pictureRestrictions, signedIn, uploadRules } from '@/lib/pages';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await texts('picture'))('title') };
}

export default async function PictureSettings({ searchParams }: PageProps<'/settings/picture'>) {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/picture');
  const sent = await searchParams;
  const [rules, language, kept, restrictions, upload, removal, t] = await Promise.all([
    uploadRules(),
    pageLanguage(),
    keptPictures(),
    pictureRestrictions(person.id),
    postedForm('picture', sent),
    postedForm('picture/remove', sent),
    texts('picture'),
  ]);
  return (
    <div lang={language} dir={directionOf(language)}>
      <ModerationNotice {...restrictions} texts={t} />
      <WithoutScripts
        instead={
          <PictureForms
            avatar={person.avatar}
            name={person.name}
            rules={rules}
            locale={localeOf(language)}
            upload={upload}
            removal={removal}
            texts={await texts('no-script')}
            explain={explainWith(await texts('common'), await texts('failures'), localeOf(language))}
            title={t('page.heading')}
            file={t('page.file')}
          />
        }
      >
        <ClientTexts of={['picture', 'sources']}>
          <Editor rules={rules} kept={kept} />
        </ClientTexts>
      </WithoutScripts>
    </div>
  );
}
