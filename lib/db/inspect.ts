import { APPLIED, migrationNames } from './migrate';
import type { Read } from './prepared';

/** State of a database, read without changing it. */
export interface DatabaseState {
  /** The clock of the database. */
  now: Date;
  /** Migrations of this release that are not applied. */
  missing: string[];
  /** Applied migrations that this release does not have. */
  unknown: string[];
}

/** @throws an error of the driver if the database does not answer */
export async function inspectDatabase(read: Read): Promise<DatabaseState> {
  const [[now] = []] = await read('SELECT clock_timestamp()', []);
  if (!(now instanceof Date)) throw new TypeError(`Expected a time of the database, got ${typeof now}`);
  const [[exists] = []] = await read(`SELECT to_regclass('_prisma_migrations') IS NOT NULL`, []);
  const rows = exists === true ? await read(APPLIED, []) : [];
  const applied = rows.filter(([, , isApplied]) => isApplied === true).map(([name]) => String(name));
  const wanted = await migrationNames();
  return { now, missing: wanted.filter((name) => !applied.includes(name)), unknown: applied.filter((name) => !wanted.includes(name)) };
}
