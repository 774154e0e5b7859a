'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const PAGES = [
  { href: '/settings/picture', label: 'Picture', forAdmins: false },
  { href: '/settings/profile', label: 'Profile', forAdmins: false },
  { href: '/settings/security', label: 'Security', forAdmins: false },
  { href: '/settings/addresses', label: 'Addresses', forAdmins: false },
  { href: '/settings/keys', label: 'API keys', forAdmins: false },
  { href: '/settings/data', label: 'Data', forAdmins: false },
  { href: '/settings/people', label: 'People', forAdmins: true },
  { href: '/settings/organization', label: 'Organization', forAdmins: true },
  { href: '/settings/audit', label: 'Audit log', forAdmins: true },
  { href: '/settings/outbox', label: 'Outbox', forAdmins: true },
  { href: '/settings/health', label: 'Health', forAdmins: true },
];

/**
 * The navigation of the settings. A border marks the current page; the others have none, because forced colours show transparent borders.
 */
export function SettingsNav({ isAdmin }: { isAdmin: boolean }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="mb-8 flex flex-wrap gap-x-5 border-line border-b sm:gap-x-6">
      {PAGES.filter(({ forAdmins }) => isAdmin || !forAdmins).map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
          className="-mb-px flex min-h-12 items-center border-accent pb-0.5 font-medium text-muted text-sm motion-safe:transition-colors hover:text-ink aria-[current=page]:border-b-2 aria-[current=page]:pb-0 aria-[current=page]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
