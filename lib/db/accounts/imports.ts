import type { ImportedAccount, ImportedPerson, ImportRecords } from '@/lib/accounts/imports/ports';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';
import { addressFields, takingAddress } from './addresses/addresses';
import { endSetup } from './setup';

/** An arbitrary number, different from those in `setup.ts`, `open.ts` and `lease.ts`. Serializes imports. */
const IMPORT_LOCK = 6_532_004;

type Tx = Prisma.TransactionClient;

export function importRecords(db: Db): ImportRecords {
  return {
    importPeople: (people) => takingAddress(() => db.$transaction((tx) => insertPeople(tx, people))),
    accountsByEmail: (emails) => accountsByEmail(db, emails),
    async emailsByUserName(userName, limit) {
      const rows = await db.$queryRaw<{ email: string }[]>`
        SELECT min("email") AS "email" FROM "EmailAddress" WHERE starts_with("email", ${`${userName}@`})
        GROUP BY "userId" ORDER BY 1 LIMIT ${limit}`;
      return rows.map(({ email }) => email);
    },
  };
}

async function accountsByEmail(db: Db | Tx, emails: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.emailAddress.findMany({ where: { email: { in: [...emails] } }, select: { email: true, userId: true } });
  return new Map(rows.map(({ email, userId }) => [email, userId]));
}

async function insertPeople(tx: Tx, people: readonly ImportedPerson[]): Promise<Map<string, ImportedAccount>> {
  // First, as every transaction that makes administrators.
  if (people.some(({ role }) => role === 'admin')) await endSetup(tx, undefined);
  // Two imports with the same addresses in another order would each wait for the other.
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${IMPORT_LOCK})`;
  const existing = await accountsByEmail(
    tx,
    people.map(({ email }) => email),
  );
  const missing = people.filter(({ email }) => !existing.has(email));
  const created = await tx.user.createManyAndReturn({
    data: missing.map(({ email, name, role, generatedKey }) => ({ email, name, role, generatedKey, passwordHash: null })),
    select: { id: true, email: true },
  });
  const ids = new Map(created.map(({ id, email }) => [email, id]));
  await tx.emailAddress.createMany({
    data: created.map(({ id, email }) => ({ userId: id, ...addressFields(email, 'administrator') })),
  });
  await inviteAll(tx, missing, ids);
  const accounts = new Map<string, ImportedAccount>();
  for (const [email, id] of existing) accounts.set(email, { id, isNew: false });
  for (const [email, id] of ids) accounts.set(email, { id, isNew: true });
  return accounts;
}

async function inviteAll(tx: Tx, people: readonly ImportedPerson[], ids: ReadonlyMap<string, number>): Promise<void> {
  const invited = people.flatMap(({ email, invitation }) => (invitation ? [{ email, ...invitation }] : []));
  if (invited.length === 0) return;
  await tx.mailedLink.createMany({
    data: invited.map(({ email, linkSha256, expiresAt }) => ({
      sha256: linkSha256,
      purpose: 'reset-password',
      userId: ids.get(email) ?? null,
      email,
      expiresAt,
    })),
  });
  await tx.queuedMessage.createMany({ data: invited.map(({ message }) => ({ ...message, nextAttemptAt: message.createdAt })) });
}
