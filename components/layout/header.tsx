import type { ReactNode } from 'react';
import type { Theme } from '../theme/theme';
import { ThemeSwitch } from '../theme/theme-switch';
import { buttonClass } from '../ui/button';
import { Logo } from './logo';

interface HeaderProps {
  theme: Theme;
  /** The name of the product, which leads to the start. */
  brand: ReactNode;
  /** The end of the line. */
  children: ReactNode;
}

/** The header of every page. */
export function Header({ theme, brand, children }: HeaderProps) {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex h-16 max-w-[76rem] items-center justify-between gap-2 px-gutter">
        {brand}
        <div className="flex items-center gap-1 sm:gap-2">
          <ThemeSwitch initial={theme} />
          {children}
        </div>
      </div>
    </header>
  );
}

export const BRAND = '-ml-1 flex min-h-10 items-center gap-2.5 rounded-lg px-1 font-semibold text-lg tracking-tight';

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
export function VisitorLinks({ canSignUp }: { canSignUp: boolean }) {
  return (
    <nav aria-label="Account" className="flex items-center gap-1 sm:gap-2">
      <a href="/sign-in" className={buttonClass({ variant: 'quiet', className: 'px-3' })}>
        Sign in
      </a>
      {canSignUp && (
        <a href="/sign-up" className={buttonClass({ variant: 'primary', className: 'hidden sm:inline-flex' })}>
          Create account
        </a>
      )}
    </nav>
  );
}

/** The way back, in the header of pages that people see with and without a session. */
export function BackToPicture() {
  return (
    <nav aria-label="Account">
      <a href="/settings/picture" className={buttonClass({ variant: 'quiet', className: 'px-3' })}>
        Your picture
      </a>
    </nav>
  );
}
