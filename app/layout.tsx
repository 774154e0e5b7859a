import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { SessionWatch } from '@/components/auth/session-watch';
import { barColour, parseTheme, THEME_COOKIE } from '@/components/theme/theme';
import { ThemeChoice } from '@/components/theme/theme-choice';
import { signedIn } from '@/lib/pages';
import { latin, latinExtended } from './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Likeness', template: '%s · Likeness' },
  description: 'Change your picture once, and every page, client and API shows it.',
};

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
  return (
    <html lang="en" data-scheme={theme === 'system' ? undefined : theme} className={`${latin.variable} ${latinExtended.variable}`}>
      <body className="flex flex-col bg-canvas font-sans text-ink antialiased">
        <a
          href="#main"
          className="sr-only z-50 rounded-lg bg-accent px-4 py-2.5 font-medium text-on-accent text-sm focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          Skip to content
        </a>
        <ThemeChoice />
        <SessionWatch personId={person?.id ?? null} />
        {children}
      </body>
    </html>
  );
}
