'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../texts/texts';
import { ORGANIZATION, PERSONAL, type SettingsPage } from './settings-pages';

const CONNECTIONS = '/settings/connections';

interface SettingsNavProps {
  isAdmin: boolean;
  /** Whether there is a provider to connect, or an account that is connected. */
  hasConnections: boolean;
}

/**
 * The navigation of the settings: a column beside the page, and on narrow windows a row above it that scrolls. A border marks the current
 * page; the others have none, because forced colours show transparent borders.
 */
export function SettingsNav({ isAdmin, hasConnections }: SettingsNavProps) {
  const t = useTexts('settings');
  const pathname = usePathname();
  const row = useRef<HTMLElement>(null);

  useEffect(() => {
    const nav = row.current;
    if (!nav) return;
    // Also as the window gets narrow, and when the font changes the width of the links. Observing reports once at first.
    const sizes = new ResizeObserver(() => reveal(nav, nav.querySelector<HTMLElement>(`[href="${pathname}"], [aria-current]`)));
    for (const part of [nav, ...nav.children]) sizes.observe(part);
    return () => sizes.disconnect();
  }, [pathname]);

  const link = ({ href, name, icon: Icon }: SettingsPage) => (
    <Link
      key={href}
      href={href}
      aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
      className="group relative flex min-h-12 shrink-0 items-center gap-2 border-accent px-3 font-medium text-muted text-sm motion-safe:transition-colors hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-b-2 aria-[current=page]:text-ink lg:min-h-10 lg:gap-3 lg:rounded-lg lg:hover:bg-sunken lg:aria-[current=page]:rounded-s-none lg:aria-[current=page]:border-b-0 lg:aria-[current=page]:border-s-3 lg:aria-[current=page]:bg-accent-soft lg:aria-[current=page]:ps-[calc(--spacing(3)-3px)]"
    >
      <Icon className="hidden size-4.5 shrink-0 group-aria-[current=page]:text-accent lg:block" aria-hidden="true" />
      {t(name)}
    </Link>
  );

  return (
    <nav
      ref={row}
      aria-label={t('label')}
      onFocus={({ currentTarget, target }) => {
        // A row that moves between press and release sends the click elsewhere.
        if (target.matches(':focus-visible')) reveal(currentTarget, target);
      }}
      className="overflow-fade relative -mx-gutter flex overflow-x-auto border-line border-b px-[calc(var(--spacing-gutter)-0.75rem)] lg:sticky lg:top-6 lg:mx-0 lg:block lg:max-h-[calc(100dvh-3rem)] lg:space-y-6 lg:overflow-y-auto lg:border-b-0 lg:p-1"
    >
      <Group title={t('personal')} isNamed={isAdmin}>
        {PERSONAL.filter(({ href }) => hasConnections || href !== CONNECTIONS || pathname === CONNECTIONS).map(link)}
      </Group>
      {isAdmin && (
        <Group title={t('administration')} isNamed>
          {ORGANIZATION.map(link)}
        </Group>
      )}
    </nav>
  );
}

/** @param isNamed whether the column shows the title: one group alone needs none */
function Group({ title, isNamed, children }: { title: string; isNamed: boolean; children: ReactNode }) {
  return (
    <div className="flex shrink-0 lg:block lg:space-y-0.5">
      {isNamed && <p className="hidden px-3 pb-1.5 font-medium text-muted text-xs lg:block">{title}</p>}
      {children}
    </div>
  );
}

/** Moves a link into the middle of the row. Browsers leave links that get the focus half outside. */
function reveal(row: HTMLElement, link: HTMLElement | null): void {
  if (link) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}
