import { type Check, ok, problem } from '../finding';

export interface AdministratorPort {
  countAdministrators(): Promise<number>;
}

/** Whether a person can change settings, and help others. */
export const administratorCheck = ({ countAdministrators }: AdministratorPort): Check => ({
  id: 'administrator',
  title: 'Administrators',
  async run() {
    const administrators = await countAdministrators();
    if (administrators === 0)
      return problem(
        'There is no administrator.',
        'Open the setup link that the server printed at its last start, or run npm run admin -- create --role admin.',
      );
    return ok(administrators === 1 ? 'There is 1 administrator.' : `There are ${administrators} administrators.`);
  },
});
