/** A row as PostgreSQL returns it, in the order of the query. */
export type Row = readonly unknown[];

/** Columns of a table for a SELECT. */
export function columns(table: string, names: readonly string[]): string {
  return names.map((name) => `"${table}"."${name}"`).join(', ');
}

/** Gives the values of a row the names of its columns. The type is Prisma's for a query that selects all of them, in this order. */
export function named<T extends object>(names: readonly string[], row: Row): T {
  const fields: Partial<Record<string, unknown>> = {};
  for (const [index, name] of names.entries()) fields[name] = row[index];
  return fields as T;
}
