import type { Database, Db } from '../client';
import { migrate } from '../migrate';
import type { DumpLine } from './dump';

const BATCH = 500;

/** Timeout of the transaction in milliseconds. */
const LOAD_MS = 60 * 60 * 1000;

type Transaction = Parameters<Parameters<Db['$transaction']>[0]>[0];

interface Constraint {
  relation: string;
  name: string;
  definition: string;
}

/** Whether the schema has no tables at all. */
export async function isEmptyDatabase(db: Db): Promise<boolean> {
  const [first] = await db.$queryRaw<object[]>`SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1`;
  return first === undefined;
}

/**
 * Loads a verified dump into an empty database, in one transaction. The migrations of the dump come before its rows and newer ones after
 * them, so that these convert the rows as they did everywhere else.
 */
export async function loadDatabase({ db, adapter }: Pick<Database, 'db' | 'adapter'>, lines: AsyncIterable<DumpLine>): Promise<void> {
  const iterator = lines[Symbol.asyncIterator]();
  const first = (await iterator.next()).value as DumpLine | undefined;
  if (first?.[0] !== 'start') throw new Error('Expected the start of a dump.');
  await migrate(adapter, undefined, first[1].migrations);
  await db.$transaction((tx) => insertAll(tx, { [Symbol.asyncIterator]: () => iterator }), { timeout: LOAD_MS });
  await migrate(adapter);
}

async function insertAll(tx: Transaction, lines: AsyncIterable<DumpLine>): Promise<void> {
  // Foreign keys refer to one another in a circle. Adding them again checks every row.
  const constraints = await tx.$queryRaw<Constraint[]>`
    SELECT conrelid::regclass::text AS relation, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`;
  for (const { relation, name } of constraints) await tx.$executeRawUnsafe(`ALTER TABLE ${relation} DROP CONSTRAINT ${name}`);
  let table: string | undefined;
  let batch: object[] = [];
  const flush = async () => {
    if (table !== undefined && batch.length > 0) {
      const sql = `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::text::json)`;
      await tx.$executeRawUnsafe(sql, JSON.stringify(batch));
    }
    batch = [];
  };
  for await (const [kind, content] of lines) {
    if (kind === 'row') batch.push(content);
    if (kind === 'table' || kind === 'end' || batch.length >= BATCH) await flush();
    if (kind === 'table') table = content;
    if (kind === 'end') await setSequences(tx, content.sequences);
  }
  for (const { relation, name, definition } of constraints)
    await tx.$executeRawUnsafe(`ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${definition}`);
}

/** Ids of deleted rows are not given again. */
async function setSequences(tx: Transaction, sequences: Record<string, string | null>): Promise<void> {
  for (const [name, value] of Object.entries(sequences)) {
    if (value !== null) await tx.$queryRaw`SELECT setval(quote_ident(${name})::regclass, ${value}::text::bigint)::text`;
  }
}
