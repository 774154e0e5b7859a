import { type Check, ok, problem, warning } from '../finding';

export interface DatabasePort {
  /** @throws if the database does not answer */
  migrations(): Promise<{
    /** Of this release, and not applied. */
    missing: readonly string[];
    /** Applied, and not of this release. */
    unknown: readonly string[];
  }>;
}

const UNANSWERED = problem(
  'The database does not answer.',
  'Start its server, and check DATABASE_URL and the network between. This server recovers without a restart.',
);

const UNOPENED = {
  missing: warning('There is no database yet.', 'Start the server once, which creates it.'),
  unanswered: UNANSWERED,
  broken: problem(
    'The embedded database cannot be opened.',
    'Start the server, which says why, and restore a backup if it is damaged (docs/deploy.md).',
  ),
  'other-user': warning('Not checked: the data folder belongs to another user.', 'Run this command as the user of the server.'),
};

/** For the command line, where the database cannot be opened. */
export const unopenedDatabaseCheck = (reason: keyof typeof UNOPENED): Check => ({
  id: 'database',
  title: 'Database',
  run: async () => UNOPENED[reason],
});

/** Whether the database answers, and has the tables of this release. */
export const databaseCheck = ({ migrations }: DatabasePort): Check => ({
  id: 'database',
  title: 'Database',
  async run() {
    const found = await migrations().catch(() => null);
    if (!found) return UNANSWERED;
    const { missing, unknown } = found;
    if (missing.length > 0)
      return problem(
        `The database lacks migrations: ${missing.join(', ')}.`,
        'Restart the server, which applies them, or run npm run db:migrate.',
      );
    if (unknown.length > 0)
      return warning(
        `The database has migrations that this release does not know: ${unknown.join(', ')}.`,
        'A newer release has used it. Update this server, or restore the backup from before.',
      );
    return ok('The database answers and has every migration.');
  },
});
