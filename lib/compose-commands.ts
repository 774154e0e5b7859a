import type { ExpiredRows } from './accounts/administration/ports';
import type { AuditRecords } from './audit/ports';
import type { Maintenance } from './avatars/maintenance/maintenance';
import { type PlanParts, planSweep } from './avatars/maintenance/plan';
import type { CommandServices } from './commands/ports';

interface Parts extends PlanParts {
  records: PlanParts['records'] & AuditRecords;
  people: Pick<CommandServices, 'accounts' | 'administration' | 'registration' | 'passwordResets' | 'mail' | 'outbox' | 'note'> & {
    countExpired(): Promise<ExpiredRows>;
  };
  services: Pick<CommandServices, 'avatars' | 'erasures' | 'sender' | 'baseUrl'>;
  maintenance: Pick<Maintenance, 'run'>;
}

/** The services of `npm run admin`, in the server and without one. */
export function composeCommands({ people, services, maintenance, ...stored }: Parts): CommandServices {
  const { accounts, administration, registration, passwordResets, mail, outbox, note } = people;
  return {
    ...services,
    accounts,
    administration,
    registration,
    passwordResets,
    mail,
    outbox,
    note,
    audit: stored.records,
    maintenance: {
      run: maintenance.run,
      plan: async () => ({ ...(await planSweep(stored)), ...(await people.countExpired()) }),
    },
  };
}
