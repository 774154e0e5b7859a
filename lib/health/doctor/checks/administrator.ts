import { type Check, ok, problem } from '../finding';
import { observation, remedy } from '../texts';

export interface AdministratorPort {
  countAdministrators(): Promise<number>;
}

/** Whether a person can change settings, and help others. */
export const administratorCheck = ({ countAdministrators }: AdministratorPort): Check => ({
  id: 'administrator',
  async run() {
    const administrators = await countAdministrators();
    if (administrators === 0) return problem(observation('administrator_none'), remedy('create_administrator'));
    return ok(observation('administrator_count', { count: administrators }));
  },
});
