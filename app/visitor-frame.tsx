import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '@/components/layout/frame';
import { BackToPicture, BRAND, Brand, VisitorLinks } from '@/components/layout/header';
import { LanguageChoice } from '@/components/layout/language-choice';
import { parseTheme, THEME_COOKIE } from '@/components/theme/theme';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { aboutServer } from '@/lib/page-data/about';
import { formAction } from '@/lib/page-forms/posted-form';
import { isOpenToVisitors, languageChoices, registrationRules, signedIn } from '@/lib/pages';

/** The frame of pages that need no session. */
export async function VisitorFrame({ children }: { children: ReactNode }) {
  const [person, t] = [await signedIn(), await texts('common')];
  const canSignUp = person === null && isOpenToVisitors(await registrationRules());
  return (
    <Frame
      texts={t}
      // A plain link: visitors load no script for it.
      brand={
        <a href={person ? '/settings/picture' : '/'} className={BRAND}>
          <Brand />
        </a>
      }
      theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
      about={await aboutServer()}
      languages={
        !person && (
          <LanguageChoice
            action={formAction('language')}
            current={await pageLanguage()}
            languages={languageChoices()}
            texts={{ label: t('language.label'), submit: t('language.submit') }}
          />
        )
      }
      menu={person ? <BackToPicture texts={t} /> : <VisitorLinks canSignUp={canSignUp} texts={t} />}
    >
      {children}
    </Frame>
  );
}
