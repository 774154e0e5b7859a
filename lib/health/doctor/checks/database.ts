import { type Check, ok, problem, warning } from '../finding';
import { observation, remedy } from '../texts';

export interface DatabasePort {
  /** @throws if the database does not answer */
  migrations(): Promise<{
    /** Of this release, and not applied. */
    missing: readonly string[];
    /** Applied, and not of this release. */
    unknown: readonly string[];
  }>;
}

const UNANSWERED = problem(observation('database_unanswered'), remedy('start_database'));

const UNOPENED = {
  missing: warning(observation('database_none'), remedy('create_database')),
  unanswered: UNANSWERED,
  broken: problem(observation('database_broken'), remedy('restore_database')),
  'other-user': warning(observation('database_other_user'), remedy('run_as_owner')),
};

/** For the command line, where the database cannot be opened. */
export const unopenedDatabaseCheck = (reason: keyof typeof UNOPENED): Check => ({
  id: 'database',
  run: async () => UNOPENED[reason],
});

/** Whether the database answers, and has the tables of this release. */
export const databaseCheck = ({ migrations }: DatabasePort): Check => ({
  id: 'database',
  async run() {
    const found = await migrations().catch(() => null);
    if (!found) return UNANSWERED;
    const { missing, unknown } = found;
    if (missing.length > 0) return problem(observation('database_lacks', { migrations: [...missing] }), remedy('migrate'));
    if (unknown.length > 0) return warning(observation('database_newer', { migrations: [...unknown] }), remedy('update_server'));
    return ok(observation('database_works'));
  },
});
