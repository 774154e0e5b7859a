/** Rows that are saved in one transaction: a hundred milliseconds, and a progress that moves. */
export const ROWS_PER_BATCH = 500;

/** Rows of one file. Addresses of earlier rows are remembered, to notice one that occurs twice. */
export const MAX_ROWS = 200_000;

/** Characters of one row: an address, a name and a file name have a few hundred. Parsers hold a whole row in memory. */
export const MAX_ROW_LENGTH = 16 * 1024;

/** Failed rows and pictures after which an import stops, unless given: a wrong file fails in every row. */
export const MAX_FAILURES = 1_000;

/** Pictures that are imported at a time. */
export const PICTURES_AT_ONCE = 2;

/** The same in a server, which takes uploads meanwhile. */
export const PICTURES_AT_ONCE_IN_SERVER = 1;
