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

export interface SettingsPage {
  href: string;
  label: string;
  icon: LucideIcon;
}

/** The pages of a person. */
export const PERSONAL: readonly SettingsPage[] = [
  { href: '/settings/picture', label: 'Picture', icon: ImageIcon },
  { href: '/settings/profile', label: 'Profile', icon: UserRound },
  { href: '/settings/security', label: 'Security', icon: ShieldCheck },
  { href: '/settings/addresses', label: 'Addresses', icon: AtSign },
  { href: '/settings/keys', label: 'API keys', icon: KeyRound },
  { href: '/settings/connections', label: 'Connected accounts', icon: Link2 },
  { href: '/settings/data', label: 'Data', icon: Database },
];

/** The pages of administrators. */
export const ORGANIZATION: readonly SettingsPage[] = [
  { href: '/settings/people', label: 'People', icon: UsersRound },
  { href: '/settings/organization', label: 'Organization', icon: Building2 },
  { href: '/settings/audit', label: 'Audit log', icon: ScrollText },
  { href: '/settings/outbox', label: 'Outbox', icon: MailOpen },
  { href: '/settings/health', label: 'Health', icon: HeartPulse },
];
