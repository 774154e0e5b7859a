import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditRecords } from '@/lib/audit/ports';
import type { Database, Db } from './client';
import type { Prisma } from './generated/client';

type Tx = Prisma.TransactionClient;

/** A client whose calls join the transaction that their caller has begun, and look-ups that cannot. */
export interface Transactions extends Pick<AuditRecords, 'inTransaction'> {
  db: Db;
  /** Fails within a transaction: it would wait for the only connection of the embedded database, which the transaction has. */
  read: Database['read'];
}

/**
 * Lets record operations that know nothing of each other share a transaction: within `inTransaction` every call of the client uses its
 * connection, and a transaction that begins there is part of it.
 */
export function createTransactions({ db: client, read }: Pick<Database, 'db' | 'read'>): Transactions {
  const storage = new AsyncLocalStorage<{ tx: Tx | undefined }>();
  const db = new Proxy(client, {
    get(target, property) {
      const tx = storage.getStore()?.tx;
      if (!tx) return Reflect.get(target, property);
      if (property === '$transaction') return (task: (tx: Tx) => Promise<unknown>) => task(tx);
      return Reflect.get(tx, property);
    },
  });
  return {
    db,
    async read(...query) {
      if (storage.getStore()?.tx) throw new Error('Expected no look-up within a transaction: it uses another connection');
      return read(...query);
    },
    inTransaction: (task) =>
      db.$transaction(async (tx) => {
        const current: { tx: Tx | undefined } = { tx };
        try {
          return await storage.run(current, task);
        } finally {
          // Work that outlives the task must not use a connection that others have by then.
          current.tx = undefined;
        }
      }),
  };
}
