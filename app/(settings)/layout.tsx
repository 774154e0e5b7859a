import { cookies } from 'next/headers';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ClientTexts } from '@/app/client-texts';
import { ArrivalFocus } from '@/components/auth/arrival-focus';
import { AvatarProvider } from '@/components/avatar/store';
import { DeletionNotice } from '@/components/data/deletion-notice';
import { DatesProvider } from '@/components/dates/dates';
import { ZONE_COOKIE } from '@/components/dates/zone-cookie';
import { Frame } from '@/components/layout/frame';
import { BRAND, Brand } from '@/components/layout/header';
import { SettingsNav } from '@/components/layout/settings-nav';
import { parseTheme, THEME_COOKIE } from '@/components/theme/theme';
import { StyleNonce } from '@/components/ui/style-nonce';
import { NavigationGuard } from '@/components/unsaved-changes/navigation-guard';
import { dateLocale, texts } from '@/lib/languages/page-texts';
import { aboutServer } from '@/lib/page-data/about';
import { deletionDue, signedIn, signInMethods } from '@/lib/pages';
import { SettingsMenu } from './settings-menu';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const person = await signedIn();
  // The page redirects to the sign-in.
  if (!person) return children;
  const deleteAt = await deletionDue(person.id);
  const { provider, identities } = await signInMethods(person.id);
  const { language: chosen, timeZone } = person.profile;
  const jar = await cookies();
  return (
    <ClientTexts of={['settings', 'controls', 'failures']}>
      <AvatarProvider signedIn={person}>
        <DatesProvider settings={{ locale: await dateLocale(chosen), timeZone, browserZone: jar.get(ZONE_COOKIE)?.value ?? null }}>
          <StyleNonce />
          <Frame
            texts={await texts('common')}
            brand={
              <Link href="/settings/picture" className={BRAND}>
                <Brand />
              </Link>
            }
            theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
            about={await aboutServer()}
            menu={<SettingsMenu />}
          >
            <div className="mx-auto w-full max-w-[76rem] flex-1 px-gutter pb-20 lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:items-start lg:gap-x-12 lg:pt-10">
              <SettingsNav isAdmin={person.isAdmin} hasConnections={provider !== null || identities.length > 0} />
              <div className="min-w-0 max-w-4xl pt-8 lg:pt-0">
                {deleteAt && <DeletionNotice t={await texts('data')} deleteAt={deleteAt} />}
                {children}
              </div>
            </div>
          </Frame>
          <ArrivalFocus />
          <NavigationGuard />
        </DatesProvider>
      </AvatarProvider>
    </ClientTexts>
  );
}
