import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { SessionWatch } from '@/components/auth/session-watch';
import { AvatarProvider } from '@/components/avatar/store';
import { DatesProvider } from '@/components/dates/dates';
import { Header } from '@/components/header/header';
import { StyleNonce } from '@/components/ui/style-nonce';
import { NavigationGuard } from '@/components/unsaved-changes/navigation-guard';
import { isOpenToVisitors, registrationRules, signedIn } from '@/lib/pages';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Likeness', template: '%s · Likeness' },
  description: 'Change your picture once, and every page, client and API shows it.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1d1d1b' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const person = await signedIn();
  const canSignUp = person === null && isOpenToVisitors(await registrationRules());
  const page = (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2.5 font-medium text-on-accent text-sm focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <Header signedIn={person !== null} canSignUp={canSignUp} />
      <SessionWatch personId={person?.id ?? null} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <NavigationGuard />
      <StyleNonce />
    </>
  );
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        {person ? (
          <AvatarProvider signedIn={person}>
            <DatesProvider settings={person.profile}>{page}</DatesProvider>
          </AvatarProvider>
        ) : (
          page
        )}
      </body>
    </html>
  );
}
