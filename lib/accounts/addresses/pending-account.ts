import type { LinkData } from '../links/ports';
import type { NewPerson } from '../registration/ports';

/** The account that the link of a sign-up opens, which is part of the link. */
export type PendingAccount = Pick<NewPerson, 'name' | 'role' | 'invite'> & { passwordHash: string };

export function pendingAccountData({ name, passwordHash, role = 'member', invite }: PendingAccount): LinkData {
  return { name, passwordHash, role, ...(invite !== undefined && { invite }) };
}

/** @throws Error if the data are not those of a sign-up */
export function pendingAccount(data: LinkData): PendingAccount {
  const fields = typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Record<string, LinkData>) : {};
  const { name, passwordHash, role, invite } = fields;
  if (typeof name !== 'string' || typeof passwordHash !== 'string') throw new Error('The link carries no account');
  return { name, passwordHash, role: role === 'admin' ? 'admin' : 'member', ...(typeof invite === 'string' && { invite }) };
}
