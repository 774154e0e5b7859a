'use client';

import { AtSign, ChevronDown, Database, ImageIcon, KeyRound, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import Link from 'next/link';
import { signOutHere } from '../auth/sign-out-here';
import { Avatar } from '../avatar/avatar';
import { useAvatar } from '../avatar/store';
import { MENU_ITEM, Menu, MenuSeparator } from '../ui/menu';

const PAGES = [
  { href: '/settings/picture', label: 'Picture', icon: ImageIcon },
  { href: '/settings/profile', label: 'Profile', icon: UserRound },
  { href: '/settings/security', label: 'Security', icon: ShieldCheck },
  { href: '/settings/addresses', label: 'Addresses', icon: AtSign },
  { href: '/settings/keys', label: 'API keys', icon: KeyRound },
  { href: '/settings/data', label: 'Data', icon: Database },
];

/** The person's picture and the account menu. */
export function AccountMenu() {
  const { avatar, person } = useAvatar();
  return (
    <Menu
      label={`Account of ${person.name}`}
      triggerClassName="-mr-1 flex items-center gap-1.5 rounded-full p-1 pr-2 motion-safe:transition-colors hover:bg-sunken aria-expanded:bg-sunken"
      trigger={
        <>
          <Avatar avatar={avatar} name={person.name} size={40} still testId="header-avatar" />
          <ChevronDown className="size-4 text-muted" aria-hidden="true" />
        </>
      }
    >
      <div className="px-3 py-2">
        <span className="block truncate font-medium text-sm">{person.name}</span>
        <span className="block truncate text-muted text-xs">{person.email}</span>
      </div>
      <MenuSeparator />
      {PAGES.map(({ href, label, icon: Icon }) => (
        <Link key={href} href={href} role="menuitem" tabIndex={-1} className={MENU_ITEM}>
          <Icon aria-hidden="true" /> {label}
        </Link>
      ))}
      <MenuSeparator />
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        className={MENU_ITEM}
        onClick={() => void signOutHere().catch(() => window.location.assign('/sign-out'))}
      >
        <LogOut aria-hidden="true" /> Sign out
      </button>
    </Menu>
  );
}
