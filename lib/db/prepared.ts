import { createHash } from 'node:crypto';
import type { QueryArrayConfig } from 'pg';

/**
 * Runs one SELECT and returns its rows as arrays, of JavaScript's values for PostgreSQL's types.
 * @param isPrepared for a query of every request: each connection plans it once. Its plan must suit all values.
 */
export type Read = (sql: string, values: readonly (string | number | readonly string[])[], isPrepared?: boolean) => Promise<unknown[][]>;

/** SQLSTATEs of a pooler that does not follow prepared statements, so that a connection lacks one or has one twice. */
const NOT_FOLLOWED = ['26000', '42P05'];

/** SQLSTATE of a statement whose columns have other types since a migration of another process. Also of other unsupported features. */
const OTHER_TYPES = '0A000';

/**
 * Runs queries, prepared where that is asked for. A statement whose columns have other types is prepared once more. A pooler that does not
 * follow statements is expected to stay: from its first failure on, no query is prepared.
 */
export function createRead(run: (query: QueryArrayConfig) => Promise<{ rows: unknown[][] }>): Read {
  /** By the text that callers pass. */
  const statements = new Map<string, Statement>();
  let canPrepare = true;

  function statementFor(sql: string): Statement {
    const statement = statements.get(sql) ?? statementOf(sql);
    statements.set(sql, statement);
    return statement;
  }

  return async (text, values, isPrepared = false) => {
    const query = { text, values: [...values], rowMode: 'array' as const };
    let wasChanged = false;
    while (isPrepared && canPrepare) {
      const statement = statementFor(text);
      try {
        return (await run({ ...query, ...statement })).rows;
      } catch (error) {
        const code = String((error as { code?: unknown }).code);
        if (code === OTHER_TYPES && !wasChanged) {
          // Queries that ran at the same time may have changed it already. With another text, since PgBouncer knows statements by their text.
          if (statements.get(text) === statement) statements.set(text, statementOf(`${statement.text} --`));
          wasChanged = true;
        } else if (code === OTHER_TYPES || NOT_FOLLOWED.includes(code)) canPrepare = false;
        else throw error;
      }
    }
    return (await run(query)).rows;
  };
}

interface Statement {
  name: string;
  text: string;
}

/** The name is the same in every process and release: behind a pooler, connections may have statements of others. */
function statementOf(text: string): Statement {
  return { name: createHash('sha256').update(text).digest('hex').slice(0, 32), text };
}
