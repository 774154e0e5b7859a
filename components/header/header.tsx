import Link from 'next/link';
import { buttonClass } from '../ui/button';
import { cn } from '../ui/cn';
import { AccountMenu } from './account-menu';
import { Logo } from './logo';

/**
 * The header of every page. Uses plain links to the sign-in pages: the layout survives a soft navigation, so after a sign-in in another tab
 * a settings page would appear in the layout of an anonymous visitor.
 */
export function Header({ signedIn, canSignUp }: { signedIn: boolean; canSignUp: boolean }) {
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto flex h-16 max-w-5xl items-center justify-between gap-3 px-4 sm:px-6">
        <Link
          href={signedIn ? '/settings/picture' : '/'}
          className="flex min-h-10 items-center gap-2.5 rounded-lg font-semibold text-lg tracking-tight"
        >
          <Logo className="size-8" />
          Likeness
        </Link>
        {signedIn ? (
          <AccountMenu />
        ) : (
          <nav aria-label="Account" className="flex items-center gap-1 sm:gap-2">
            <a href="/sign-in" className={buttonClass({ variant: 'quiet', className: 'px-3' })}>
              Sign in
            </a>
            {canSignUp && (
              <a href="/sign-up" className={cn(buttonClass({ variant: 'primary' }), 'hidden sm:inline-flex')}>
                Create account
              </a>
            )}
          </nav>
        )}
      </div>
    </header>
  );
}
