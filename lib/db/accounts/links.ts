import { MAX_LINKS } from '@/lib/accounts/links/limits';
import type { LinkPurpose, LinkRecords, MailedLink } from '@/lib/accounts/links/ports';
import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** The columns of a link, as a query returns them. */
type LinkRow = Omit<MailedLink, 'purpose'>;

const COLUMNS = Prisma.sql`"userId", "email", "data", "createdAt", "expiresAt"`;

/**
 * Uses a link up in the transaction of another change: a rollback leaves it usable. Concurrent transactions wait for its row.
 * @returns null if the link is unknown, used, expired or of another purpose
 */
export async function takeLink(tx: Prisma.TransactionClient, sha256: string, purpose: LinkPurpose, now: Date): Promise<MailedLink | null> {
  const [row] = await tx.$queryRaw<LinkRow[]>`
    DELETE FROM "MailedLink" WHERE "sha256" = ${sha256} AND "purpose" = ${purpose} AND "expiresAt" > ${now} RETURNING ${COLUMNS}`;
  return row ? { ...row, purpose } : null;
}

export function linkRecords(db: Db): LinkRecords {
  return {
    createLink: ({ data, ...link }) =>
      db.$transaction(async (tx) => {
        const { email, purpose } = link;
        await tx.mailedLink.create({ data: { ...link, data: data ?? Prisma.DbNull, createdAt: new Date() }, select: { sha256: true } });
        const excess = await tx.mailedLink.findMany({
          where: { email, purpose },
          orderBy: [{ createdAt: 'desc' }, { expiresAt: 'desc' }],
          skip: MAX_LINKS,
          select: { sha256: true },
        });
        if (excess.length > 0) await tx.mailedLink.deleteMany({ where: { sha256: { in: excess.map(({ sha256 }) => sha256) } } });
      }),
    async linkBySha256(sha256, purpose, now) {
      const [row] = await db.$queryRaw<LinkRow[]>`
        SELECT ${COLUMNS} FROM "MailedLink" WHERE "sha256" = ${sha256} AND "purpose" = ${purpose} AND "expiresAt" > ${now}`;
      return row ? { ...row, purpose } : null;
    },
    takeLink: (sha256, purpose, now) => takeLink(db, sha256, purpose, now),
    async deleteLinks(of) {
      const { count } = await db.mailedLink.deleteMany({ where: of });
      return count;
    },
    async deleteExpiredLinks(now) {
      const { count } = await db.mailedLink.deleteMany({ where: { expiresAt: { lte: now } } });
      return count;
    },
  };
}
