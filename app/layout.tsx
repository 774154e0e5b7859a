import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { SessionWatch } from '@/components/auth/session-watch';
import { NoteZone } from '@/components/dates/note-zone';
import { barColour, parseTheme, THEME_COOKIE } from '@/components/theme/theme';
import { ThemeChoice } from '@/components/theme/theme-choice';
import { FileDropGuard } from '@/components/ui/file-drop-guard';
import { directionOf } from '@/lib/languages/languages';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { signedIn } from '@/lib/pages';
import { ClientTexts } from './client-texts';
import { latin, latinExtended } from './fonts';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await texts('common');
  return { title: { default: 'Likeness', template: '%s · Likeness' }, description: t('description') };
}

const chosenTheme = async () => parseTheme((await cookies()).get(THEME_COOKIE)?.value);

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  return {
    colorScheme: theme === 'system' ? 'light dark' : theme,
    themeColor: (['light', 'dark'] as const).map((scheme) => ({
      media: `(prefers-color-scheme: ${scheme})`,
      color: barColour(theme, scheme),
    })),
  };
}

/** Without the menus and dialogs of the settings: visitors do not load their scripts. */
export default async function Layout({ children }: { children: ReactNode }) {
  const [person, theme] = [await signedIn(), await chosenTheme()];
  const [language, t] = [await pageLanguage(), await texts('common')];
  return (
    <html
      lang={language}
      dir={directionOf(language)}
      data-scheme={theme === 'system' ? undefined : theme}
      className={`${latin.variable} ${latinExtended.variable}`}
    >
      <body className="flex flex-col bg-canvas font-sans text-ink antialiased">
        <a
          href="#main"
          className="sr-only z-50 rounded-lg bg-accent px-4 py-2.5 font-medium text-on-accent text-sm focus:not-sr-only focus:fixed focus:top-3 focus:start-3"
        >
          {t('skip')}
        </a>
        <ClientTexts of={['common.errors', 'common.fields', 'common.failed', 'password', ...(person ? (['session'] as const) : [])]}>
          <ThemeChoice />
          <NoteZone />
          <FileDropGuard />
          <SessionWatch personId={person?.id ?? null} />
          {children}
        </ClientTexts>
      </body>
    </html>
  );
}
