import { canonicalEmail, emailFault } from '@/lib/accounts/email';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH } from '@/lib/accounts/limits';
import type { Role } from '@/lib/accounts/registration/ports';
import { isPrintable, visibleText } from '@/lib/text';
import { type Problem, problemOf } from './problems';

/** The columns of a file of people, and the members of a JSON line. */
export const COLUMNS = ['email', 'name', 'role', 'picture'] as const;
export type Column = (typeof COLUMNS)[number];

export interface PersonFields {
  /** Canonical form. */
  email: string;
  name: string;
  role: Role;
  /** File name in the folder of pictures. */
  picture: string | null;
}

/** One row, by its number; the header of a CSV file is row 1. */
export type PersonRow = { row: number } & (PersonFields | ({ email: string | null } & Problem));

/** A row as a parser reads it. */
export type RawRow = { row: number } & ({ fields: Partial<Record<Column, unknown>> } | Problem);

/** Replaces bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';

export function personRow(raw: RawRow): PersonRow {
  if ('problem' in raw) return { email: null, ...raw };
  const { row, fields } = raw;
  const email = addressOf(fields.email);
  if ('problem' in email) return { row, email: null, ...email };
  try {
    const name = nameOf(text(fields.name, 'name')) || nameIn(email.email);
    return { row, ...email, name, role: roleOf(text(fields.role, 'role')), picture: text(fields.picture, 'picture') || null };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return { row, ...email, ...error.problem };
  }
}

class RowError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.problem);
  }
}

function addressOf(value: unknown): { email: string } | Problem {
  if (typeof value !== 'string' || value.trim() === '') return problemOf('no_email');
  const fault = emailFault(value);
  if (fault?.kind === 'invalid_email') return problemOf('invalid_email');
  if (fault) return problemOf(fault.kind === 'reserved_domain' ? 'reserved_domain' : 'invalid_domain', { domain: fault.domain });
  const email = canonicalEmail(value);
  return email.length > MAX_EMAIL_LENGTH ? problemOf('email_too_long') : { email };
}

/** @throws RowError */
function text(value: unknown, column: Column): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new RowError(problemOf('no_text', { column }));
  if (value.includes(REPLACEMENT)) throw new RowError(problemOf('no_utf8', { column }));
  return value.trim();
}

/** @throws RowError */
function nameOf(given: string): string {
  // A quoted name can have several lines.
  const line = given.replaceAll(/\s*[\r\n]+\s*/g, ' ');
  if (!isPrintable(line)) throw new RowError(problemOf('name_not_printable'));
  const name = visibleText(line);
  if (name.length > MAX_NAME_LENGTH) throw new RowError(problemOf('name_too_long', { limit: MAX_NAME_LENGTH }));
  return name;
}

/** @param email whose part before the `@` can be longer than a name */
export function nameIn(email: string): string {
  return email.slice(0, email.indexOf('@')).slice(0, MAX_NAME_LENGTH);
}

/** @throws RowError */
function roleOf(given: string): Role {
  const role = given.toLowerCase() || 'member';
  if (role === 'member' || role === 'admin') return role;
  throw new RowError(problemOf('invalid_role', { role: given.slice(0, 40) }));
}
