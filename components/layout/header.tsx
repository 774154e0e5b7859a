import type { ReactNode } from 'react';
import type { PageTexts } from '../texts/catalogues';
import type { Theme } from '../theme/theme';
import { ThemeSwitch } from '../theme/theme-switch';
import { buttonClass } from '../ui/button';
import { Logo } from './logo';

interface HeaderProps {
  texts: PageTexts<'common'>;
  theme: Theme;
  /** The name of the product, which leads to the start. */
  brand: ReactNode;
  /** The end of the line. */
  children: ReactNode;
}

/** The header of every page. */
export function Header({ theme, texts, brand, children }: HeaderProps) {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex h-16 max-w-[76rem] items-center justify-between gap-2 px-gutter">
        {brand}
        <div className="flex items-center gap-1 sm:gap-2">
          <ThemeSwitch initial={theme} texts={texts} />
          {children}
        </div>
      </div>
    </header>
  );
}

export const BRAND = '-ms-1 flex min-h-10 items-center gap-2.5 rounded-lg px-1 font-semibold text-lg tracking-tight';

/** The logo with the name of the product. */
export function Brand() {
  return (
    <>
      <Logo className="size-8" />
      Likeness
    </>
  );
}

/**
 * The ways in, in the header. Uses plain links to the sign-in pages: the layout survives a soft navigation, so after a sign-in in another tab
 * a settings page would appear in the layout of an anonymous visitor.
 */
export function VisitorLinks({ canSignUp, texts: t }: { canSignUp: boolean; texts: PageTexts<'common'> }) {
  return (
    <nav aria-label={t('account')} className="flex items-center gap-1 sm:gap-2">
      <a href="/sign-in" className={buttonClass({ variant: 'quiet', className: 'px-3' })}>
        {t('signIn')}
      </a>
      {canSignUp && (
        <a href="/sign-up" className={buttonClass({ variant: 'primary', className: 'hidden sm:inline-flex' })}>
          {t('createAccount')}
        </a>
      )}
    </nav>
  );
}

/** The way back, in the header of pages that people see with and without a session. */
export function BackToPicture({ texts: t }: { texts: PageTexts<'common'> }) {
  return (
    <nav aria-label={t('account')}>
      <a href="/settings/picture" className={buttonClass({ variant: 'quiet', className: 'px-3' })}>
        {t('yourPicture')}
      </a>
    </nav>
  );
}
