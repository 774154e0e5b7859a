import type { Problem } from './problems';

/** The outcome of one row of a file of people. */
export type RowResult = { type: 'person'; row: number; email: string | null } & (
  | { result: 'created' | 'existing' /** Null in a dry run, for an account that does not exist yet. */; id: number | null }
  | ({ result: 'failed' } & Problem)
);

/**
 * The outcome of one picture. `unchanged`: it was imported before. `kept`: the person chose another one. `opened`: an account was opened
 * for the address.
 */
export type PictureResult = { type: 'picture'; file: string /** Of the row that names the file. */; email?: string } & (
  | { result: 'set' | 'unchanged' | 'kept'; id: number | null; opened?: boolean }
  | { result: 'failed'; problem: string }
);

/** The import has ended early. */
export interface Stopped extends Problem {
  type: 'stopped';
}

export type ImportResult = RowResult | PictureResult | Stopped;

/** A picture that a row names, of the account with this address. */
export interface RowPicture {
  email: string;
  file: string;
}
