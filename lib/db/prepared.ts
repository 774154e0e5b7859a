import { createHash } from 'node:crypto';
import type { QueryArrayConfig } from 'pg';

/**
 * Runs one SELECT and returns its rows as arrays, of JavaScript's values for PostgreSQL's types.
 * @param isPrepared for a query of every request: each connection plans it once. Its plan must suit all values.
 */
export type Read = (sql: string, values: readonly (string | number | readonly string[])[], isPrepared?: boolean) => Promise<unknown[][]>;

/**
 * SQLSTATEs of a pooler that does not follow prepared statements, so that a connection lacks one or has one twice, and of a statement
 * whose columns have other types since a migration.
 */
const UNUSABLE = ['26000', '42P05', '0A000'];

/** Runs queries, prepared where that is asked for, until a statement turns out to be unusable. */
export function createRead(run: (query: QueryArrayConfig) => Promise<{ rows: unknown[][] }>): Read {
  const names = new Map<string, string>();
  let canPrepare = true;

  /** The same in every process and release: behind a pooler, connections may have statements of others. */
  function nameOf(sql: string): string {
    const name = names.get(sql) ?? createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
    return name;
  }

  return async (text, values, isPrepared = false) => {
    const query = { text, values: [...values], rowMode: 'array' as const };
    if (isPrepared && canPrepare) {
      try {
        return (await run({ ...query, name: nameOf(text) })).rows;
      } catch (error) {
        if (!UNUSABLE.includes(String((error as { code?: unknown }).code))) throw error;
        canPrepare = false;
      }
    }
    return (await run(query)).rows;
  };
}
