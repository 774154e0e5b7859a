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
  const [rules, language, sent] = [await uploadRules(), await pageLanguage(), await searchParams];
  const t = await texts('picture');
  const forms = { upload: await postedForm('picture', sent), removal: await postedForm('picture/remove', sent) };
  return (
    <div lang={language} dir={directionOf(language)}>
      <ModerationNotice {...(await pictureRestrictions(person.id))} texts={t} />
      <WithoutScripts
        instead={
          <PictureForms
            avatar={person.avatar}
            name={person.name}
            rules={rules}
            locale={localeOf(language)}
            {...forms}
            texts={await texts('no-script')}
            explain={explainWith(await texts('common'), await texts('failures'), localeOf(language))}
            title={t('page.heading')}
            file={t('page.file')}
          />
        }
      >
        <ClientTexts of={['picture', 'sources']}>
          <Editor rules={rules} kept={await keptPictures()} />
        </ClientTexts>
      </WithoutScripts>
    </div>
  );
}
