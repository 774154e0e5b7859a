import {
  AtSign,
  Building2,
  Database,
  HeartPulse,
  ImageIcon,
  KeyRound,
  Link2,
  type LucideIcon,
  MailOpen,
  ScrollText,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react';
import type { PageMessages } from '../texts/catalogues';

export interface SettingsPage {
  href: string;
  /** Its name: a key of the area `settings`. */
  name: keyof PageMessages['settings'];
  icon: LucideIcon;
}

/** The pages of a person. */
export const PERSONAL: readonly SettingsPage[] = [
  { href: '/settings/picture', name: 'picture', icon: ImageIcon },
  { href: '/settings/profile', name: 'profile', icon: UserRound },
  { href: '/settings/security', name: 'security', icon: ShieldCheck },
  { href: '/settings/addresses', name: 'addresses', icon: AtSign },
  { href: '/settings/keys', name: 'keys', icon: KeyRound },
  { href: '/settings/connections', name: 'connections', icon: Link2 },
  { href: '/settings/data', name: 'data', icon: Database },
];

/** The pages of administrators. */
export const ORGANIZATION: readonly SettingsPage[] = [
  { href: '/settings/people', name: 'people', icon: UsersRound },
  { href: '/settings/organization', name: 'organization', icon: Building2 },
  { href: '/settings/audit', name: 'audit', icon: ScrollText },
  { href: '/settings/outbox', name: 'outbox', icon: MailOpen },
  { href: '/settings/health', name: 'health', icon: HeartPulse },
];
