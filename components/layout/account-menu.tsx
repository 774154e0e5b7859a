'use client';

import { AtSign, ChevronDown, Database, ImageIcon, KeyRound, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import Link from 'next/link';
import { signOutHere } from '../auth/sign-out-here';
import { Avatar } from '../avatar/avatar';
import { useAvatar } from '../avatar/store';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu';

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
      trigger={
        <button
          type="button"
          className="-mr-1 flex items-center gap-1.5 rounded-full p-1 pr-2 motion-safe:transition-colors hover:bg-sunken data-[state=open]:bg-sunken"
          aria-label={`Account of ${person.name}`}
        >
          <Avatar avatar={avatar} name={person.name} size={40} still testId="header-avatar" />
          <ChevronDown className="size-4 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuLabel>
        <span className="block truncate font-medium text-sm">{person.name}</span>
        <span className="block truncate text-muted text-xs">{person.email}</span>
      </MenuLabel>
      <MenuSeparator />
      {PAGES.map(({ href, label, icon: Icon }) => (
        <MenuItem key={href} asChild>
          <Link href={href}>
            <Icon aria-hidden="true" /> {label}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => void signOutHere().catch(() => window.location.assign('/sign-out'))}>
        <LogOut aria-hidden="true" /> Sign out
      </MenuItem>
    </Menu>
  );
}
