import { randomBytes } from 'node:crypto';
import type { ImportedAccount, ImportedPerson, ImportRecords } from '@/lib/accounts/imports/ports';
import { INVITATION_MS } from '@/lib/accounts/links/limits';
import { newLinkToken } from '@/lib/accounts/links/links';
import { isAvatarError } from '@/lib/errors';
import type { Compose } from '@/lib/mail/ports';
import { MAX_FAILURES, MAX_ROWS, ROWS_PER_BATCH } from './limits';
import type { PersonFields, PersonRow } from './person-row';
import { problemOf } from './problems';
import type { RowResult, Stopped } from './results';
import { count, emptySummary, type Summary } from './summary';

const ATTEMPTS = 3;

export interface PeopleOptions {
  /** Changes nothing. */
  isDryRun: boolean;
  /** Mails a link to each new person, by which they choose a password. */
  invites: boolean;
  /** Whether rows may have the role admin. */
  allowsAdministrators: boolean;
  maxFailures?: number | undefined;
}

/** A result, with the fields of a row that is valid. */
export interface PersonOutcome {
  result: RowResult | Stopped;
  person?: PersonFields;
}

export interface PeopleImport {
  /** Opens an account for each row whose address has none. Rows are saved in batches, so that a later import finds those of an earlier one. */
  run(rows: AsyncIterable<PersonRow>, options: PeopleOptions): AsyncGenerator<PersonOutcome>;
  /** Opens an account for an address, unless one has it. */
  open(person: Pick<PersonFields, 'email' | 'name'>, invites: boolean): Promise<number>;
}

export interface PeopleImportParts {
  records: ImportRecords;
  compose: Compose;
  baseUrl: string;
  /** Called after an import that changed something or could have, also if it ended early. */
  onEnd?: (counts: Pick<Summary, 'created' | 'existing' | 'failedRows'>) => Promise<void>;
}

export function createPeopleImport({ records, compose, baseUrl, onEnd }: PeopleImportParts): PeopleImport {
  function imported({ email, name, role }: Omit<PersonFields, 'picture'>, invites: boolean): ImportedPerson {
    const person = { email, name, role, generatedKey: randomBytes(20).toString('hex') };
    if (!invites) return person;
    const { token, sha256: linkSha256 } = newLinkToken();
    const expiresAt = new Date(Date.now() + INVITATION_MS);
    const urls = { url: `${baseUrl}/reset?token=${token}`, forgotUrl: `${baseUrl}/forgot` };
    const message = compose({ to: email, language: null, kind: 'account-opened', ...urls, expiresAt });
    return { ...person, invitation: { linkSha256, expiresAt, message } };
  }

  /** People sign up meanwhile: their addresses have accounts at the next attempt. */
  async function importPeople(people: readonly ImportedPerson[]): Promise<Map<string, ImportedAccount>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await records.importPeople(people);
      } catch (error) {
        if (attempt === ATTEMPTS || !isAvatarError(error) || error.code !== 'email_taken') throw error;
      }
    }
  }

  /** @returns by address */
  async function save(people: readonly PersonFields[], { isDryRun, invites }: PeopleOptions) {
    if (people.length === 0) return new Map<string, { id: number | null; isNew: boolean }>();
    if (!isDryRun) return importPeople(people.map((person) => imported(person, invites)));
    const ids = await records.accountsByEmail(people.map(({ email }) => email));
    return new Map(people.map(({ email }) => [email, { id: ids.get(email) ?? null, isNew: !ids.has(email) }]));
  }

  async function outcomes(batch: readonly PersonRow[], options: PeopleOptions): Promise<PersonOutcome[]> {
    const people = batch.flatMap((row) => ('problem' in row ? [] : [row]));
    const accounts = await save(people, options);
    return batch.map(({ row, ...person }) => {
      const of = { type: 'person', row, email: person.email } as const;
      if ('problem' in person)
        return { result: { ...of, result: 'failed', problem: person.problem, code: person.code, params: person.params } };
      const account = accounts.get(person.email);
      return { result: { ...of, result: account?.isNew ? 'created' : 'existing', id: account?.id ?? null }, person };
    });
  }

  return {
    async *run(rows, options) {
      const { maxFailures = MAX_FAILURES } = options;
      const summary = emptySummary();
      try {
        for await (const batch of batches(checked(rows, options))) {
          const all = await outcomes(batch, options);
          for (const { result } of all) count(summary, result);
          yield* all;
          if (summary.failedRows <= maxFailures) continue;
          return yield { result: { type: 'stopped', ...problemOf('too_many_failed_rows', { count: summary.failedRows }) } };
        }
      } finally {
        const { created, existing, failedRows } = summary;
        if (!options.isDryRun) await onEnd?.({ created, existing, failedRows });
      }
    },
    async open({ email, name }, invites) {
      const account = (await importPeople([imported({ email, name, role: 'member' }, invites)])).get(email);
      if (!account) throw new Error('Expected an account for the address');
      return account.id;
    },
  };
}

/** Refuses rows that depend on others or on the sender. */
async function* checked(rows: AsyncIterable<PersonRow>, { allowsAdministrators }: PeopleOptions): AsyncGenerator<PersonRow> {
  const rowOf = new Map<string, number>();
  for await (const row of rows) {
    if (row.row > MAX_ROWS) {
      return yield { row: row.row, email: null, ...problemOf('too_many_rows', { limit: MAX_ROWS }) };
    }
    if ('problem' in row) yield row;
    else yield refused(row, rowOf.get(row.email), allowsAdministrators) ?? row;
    if (row.email !== null && !rowOf.has(row.email)) rowOf.set(row.email, row.row);
  }
}

function refused({ row, email, role }: PersonRow & PersonFields, earlier: number | undefined, allowsAdministrators: boolean) {
  if (earlier !== undefined) return { row, email, ...problemOf('same_address', { earlier }) };
  if (role === 'admin' && !allowsAdministrators) return { row, email, ...problemOf('no_administrators') };
  return undefined;
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < ROWS_PER_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
