import type { Db } from '../client';
import { Prisma } from '../generated/client';

/** Writes one line of a dump, and resolves when more may follow. */
export type WriteLine = (line: string) => Promise<void>;

/** Writes a consistent dump of all tables, line by line. */
export type Dump = (write: WriteLine) => Promise<void>;

/**
 * A line of a dump, as JSON. `start` is the first line and `end` the last, so that a dump that breaks off is not taken for a whole one.
 * Rows follow their table.
 */
export type DumpLine =
  | ['start', { migrations: string[] }]
  | ['table', string]
  | ['row', Record<string, unknown>]
  | ['end', { sequences: Record<string, string | null>; rows: number }];

/** Rows of one query. */
const BATCH = 500;

/** Timeout of the transaction in milliseconds. A hundred thousand accounts take seconds. */
const DUMP_MS = 60 * 60 * 1000;

/**
 * Dumps the tables of the schema in one transaction, as JSON rather than in PostgreSQL's own format: a dump of the embedded database can be
 * loaded into a server of another version, and the other way round, without PostgreSQL's programs.
 */
export async function dumpDatabase(db: Db, write: WriteLine): Promise<void> {
  const line = (content: DumpLine) => write(JSON.stringify(content));
  await db.$transaction(
    async (tx) => {
      const applied = await tx.$queryRaw<{ migration_name: string }[]>`
        SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`;
      await line(['start', { migrations: applied.map(({ migration_name }) => migration_name) }]);
      let rows = 0;
      for (const table of await existingTables(tx)) {
        await line(['table', table]);
        await tx.$executeRawUnsafe(`DECLARE dump NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM "${table}" t`);
        for (;;) {
          const batch = await tx.$queryRawUnsafe<{ row: string }[]>(`FETCH ${BATCH} FROM dump`);
          // The text of the database goes through unparsed.
          for (const { row } of batch) await write(`["row",${row}]`);
          rows += batch.length;
          if (batch.length < BATCH) break;
        }
        await tx.$executeRawUnsafe('CLOSE dump');
      }
      const sequences = await tx.$queryRaw<{ name: string; value: string | null }[]>`
        SELECT sequencename::text AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = current_schema()`;
      await line(['end', { sequences: Object.fromEntries(sequences.map(({ name, value }) => [name, value])), rows }]);
    },
    { isolationLevel: 'RepeatableRead', timeout: DUMP_MS },
  );
}

/** Tables of the models. A database of an older release may lack some. */
async function existingTables(tx: Prisma.TransactionClient): Promise<string[]> {
  const found = await tx.$queryRaw<{ name: string }[]>`SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()`;
  const names = new Set(found.map(({ name }) => name));
  return Object.values(Prisma.ModelName).filter((name) => names.has(name));
}
