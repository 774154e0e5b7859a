'use client';

import { AtSign, ChevronDown, ImageIcon, KeyRound, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu } from 'radix-ui';
import { signOutHere } from '../auth/sign-out';
import { Avatar } from '../avatar/avatar';
import { useAvatar } from '../avatar/store';

const ITEM =
  'flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-sm outline-none data-highlighted:bg-sunken [&_svg]:size-4 [&_svg]:text-muted';

/** The person's picture and the account menu. No portal: for screen readers, the menu belongs to the header. */
export function AccountMenu() {
  const { avatar, person } = useAvatar();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="flex items-center gap-1.5 rounded-full p-1 pr-2 motion-safe:transition-colors hover:bg-sunken"
        aria-label={`Account of ${person.name}`}
      >
        <Avatar avatar={avatar} name={person.name} size={40} still testId="header-avatar" />
        <ChevronDown className="size-4 text-muted" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={8}
        className="z-50 w-60 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-surface p-1.5 text-ink shadow-raised"
      >
        <DropdownMenu.Label className="px-3 py-2">
          <span className="block truncate font-medium text-sm">{person.name}</span>
          <span className="block truncate text-muted text-xs">{person.email}</span>
        </DropdownMenu.Label>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/settings/picture">
            <ImageIcon aria-hidden="true" /> Picture
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/settings/profile">
            <UserRound aria-hidden="true" /> Profile
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/settings/security">
            <ShieldCheck aria-hidden="true" /> Security
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/settings/addresses">
            <AtSign aria-hidden="true" /> Addresses
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item asChild className={ITEM}>
          <Link href="/settings/keys">
            <KeyRound aria-hidden="true" /> API keys
          </Link>
        </DropdownMenu.Item>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <DropdownMenu.Item className={ITEM} onSelect={() => void signOutHere().catch(() => window.location.assign('/sign-out'))}>
          <LogOut aria-hidden="true" /> Sign out
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
