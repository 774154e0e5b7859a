'use client';

import { AtSign, ChevronDown, Database, ImageIcon, KeyRound, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import Link from 'next/link';
import { signOutHere } from '../auth/sign-out-here';
import { Avatar } from '../avatar/avatar';
import { HEADER_SIZE } from '../avatar/source-set';
import { useAvatar } from '../avatar/store';
import { useTexts } from '../texts/texts';
import { MENU_ITEM, Menu, MenuSeparator } from '../ui/menu';

const PAGES = [
  { href: '/settings/picture', name: 'picture', icon: ImageIcon },
  { href: '/settings/profile', name: 'profile', icon: UserRound },
  { href: '/settings/security', name: 'security', icon: ShieldCheck },
  { href: '/settings/addresses', name: 'addresses', icon: AtSign },
  { href: '/settings/keys', name: 'keys', icon: KeyRound },
  { href: '/settings/data', name: 'data', icon: Database },
] as const;

/** The person's picture and the account menu. */
export function AccountMenu() {
  const t = useTexts('settings');
  const { avatar, early, person } = useAvatar();
  return (
    <Menu
      label={t('accountOf', { name: person.name })}
      triggerClassName="-me-1 flex items-center gap-1.5 rounded-full p-1 pe-2 motion-safe:transition-colors hover:bg-sunken aria-expanded:bg-sunken"
      trigger={
        <>
          <Avatar avatar={avatar} name={person.name} size={HEADER_SIZE} still early={early} testId="header-avatar" />
          <ChevronDown className="size-4 text-muted" aria-hidden="true" />
        </>
      }
    >
      <div className="px-3 py-2">
        <span className="block truncate font-medium text-sm">{person.name}</span>
        <span className="block truncate text-muted text-xs">{person.email}</span>
      </div>
      <MenuSeparator />
      {PAGES.map(({ href, name, icon: Icon }) => (
        <Link key={href} href={href} role="menuitem" tabIndex={-1} className={MENU_ITEM}>
          <Icon aria-hidden="true" /> {t(name)}
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
        <LogOut aria-hidden="true" /> {t('signOut')}
      </button>
    </Menu>
  );
}
