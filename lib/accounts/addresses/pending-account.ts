import type { LinkData } from '../links/ports';

/** What the link of a sign-up carries: the account that it opens. */
export interface PendingAccount {
  name: string;
  passwordHash: string;
}

export function pendingAccountData({ name, passwordHash }: PendingAccount): LinkData {
  return { name, passwordHash };
}

/** @throws Error if the data are not those of a sign-up */
export function pendingAccount(data: LinkData): PendingAccount {
  const { name, passwordHash } =
    typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Record<string, LinkData>) : {};
  if (typeof name !== 'string' || typeof passwordHash !== 'string') throw new Error('The link carries no account');
  return { name, passwordHash };
}
