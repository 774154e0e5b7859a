import type { SetupRecords } from '@/lib/accounts/registration/ports';
import { AvatarError } from '@/lib/errors';
import type { Db } from '../client';
import type { Prisma } from '../generated/client';

/** An arbitrary number, unique in this application. Serializes changes of the set of administrators. */
const ADMINISTRATORS_LOCK = 6_532_001;

/** The table has one row. */
const THE_CODE = { id: 1 };

type Transaction = Prisma.TransactionClient;

export function setupRecords(db: Db): Omit<SetupRecords, 'changeRole'> {
  return {
    hasAdministrator: async () => (await db.user.count({ where: { role: 'admin' } })) > 0,
    setupCode: async () => (await db.setupCode.findUnique({ where: THE_CODE }))?.sha256 ?? null,
    replaceSetupCode: (sha256, keepSince) =>
      db.$transaction(async (tx) => {
        await lockAdministrators(tx);
        if ((await tx.user.count({ where: { role: 'admin' } })) > 0) return false;
        const current = await tx.setupCode.findUnique({ where: THE_CODE });
        if (current && keepSince && current.createdAt > keepSince) return false;
        const code = { sha256, createdAt: new Date() };
        await tx.setupCode.upsert({ where: THE_CODE, create: { ...THE_CODE, ...code }, update: code });
        return true;
      }),
  };
}

/**
 * Deletes the setup code, in the transaction that makes a person an administrator.
 * @param sha256 the code that the person uses up, if any
 * @throws AvatarError not_found if it is not the current one
 */
export async function endSetup(tx: Transaction, sha256: string | undefined): Promise<void> {
  await lockAdministrators(tx);
  const { count } = await tx.setupCode.deleteMany({ where: sha256 === undefined ? {} : { sha256 } });
  if (sha256 !== undefined && count === 0) throw setupIsOver();
}

/** @throws AvatarError last_administrator */
export async function requireOtherAdministrator(tx: Transaction, userId: number): Promise<void> {
  await lockAdministrators(tx);
  const enabled = { role: 'admin', disabledAt: null } as const;
  // An account that is about to be deleted would leave none.
  const others = await tx.user.count({ where: { ...enabled, id: { not: userId }, deleteAt: null } });
  const isOne = (await tx.user.count({ where: { ...enabled, id: userId } })) > 0;
  if (others === 0 && isOne) throw lastAdministrator();
}

/** Waits for the other transactions that change who is an administrator, or depend on it. */
export async function lockAdministrators(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${ADMINISTRATORS_LOCK})`;
}

function setupIsOver(): AvatarError {
  return new AvatarError('not_found', 'The setup code was used or replaced a moment ago.');
}

function lastAdministrator(): AvatarError {
  return new AvatarError('last_administrator', 'This is the last administrator. Make another person an administrator first.');
}
