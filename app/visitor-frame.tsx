import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '@/components/layout/frame';
import { BackToPicture, BRAND, Brand, VisitorLinks } from '@/components/layout/header';
import { parseTheme, THEME_COOKIE } from '@/components/theme/theme';
import { texts } from '@/lib/languages/page-texts';
import { aboutServer, isOpenToVisitors, registrationRules, signedIn } from '@/lib/pages';

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
      menu={person ? <BackToPicture texts={t} /> : <VisitorLinks canSignUp={canSignUp} texts={t} />}
    >
      {children}
    </Frame>
  );
}
