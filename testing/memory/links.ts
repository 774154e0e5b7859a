import { MAX_LINKS } from '@/lib/accounts/links/limits';
import type { LinkPurpose, LinkRecords, MailedLink } from '@/lib/accounts/links/ports';
import { type LinkRow, requirePerson, stored, type Tables } from './tables';

/** Uses a link up as part of another change. */
export function takeLink(tables: Tables, sha256: string, purpose: LinkPurpose, now: Date): MailedLink | null {
  const link = linkOf(tables, sha256, purpose, now);
  if (link) tables.links.delete(sha256);
  return link;
}

function linkOf({ links }: Tables, sha256: string, purpose: LinkPurpose, now: Date): MailedLink | null {
  const row = links.get(stored(sha256));
  if (row?.purpose !== purpose || row.expiresAt <= now) return null;
  const { sha256: _, ...link } = row;
  return stored(link);
}

export function linkRecords(tables: Tables): LinkRecords {
  const { links } = tables;

  function deleteWhere(matches: (row: LinkRow) => boolean): number {
    const found = [...links.values()].filter(matches);
    for (const { sha256 } of found) links.delete(sha256);
    return found.length;
  }

  return {
    async createLink(link) {
      const given = stored(link);
      if (given.userId !== null) requirePerson(tables, given.userId);
      if (links.has(given.sha256)) throw new Error(`Unique: there is a link ${given.sha256}`);
      links.set(given.sha256, { ...given, createdAt: new Date() });
      const same = [...links.values()].filter(({ email, purpose }) => email === given.email && purpose === given.purpose);
      for (const { sha256 } of same.toReversed().slice(MAX_LINKS)) links.delete(sha256);
    },
    linkBySha256: async (sha256, purpose, now) => linkOf(tables, sha256, purpose, now),
    takeLink: async (sha256, purpose, now) => takeLink(tables, sha256, purpose, now),
    async deleteLinks({ purpose, ...of }) {
      return deleteWhere((row) => row.purpose === purpose && ('email' in of ? row.email === of.email : row.userId === of.userId));
    },
    deleteExpiredLinks: async (now) => deleteWhere(({ expiresAt }) => expiresAt <= now),
  };
}
