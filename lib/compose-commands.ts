import type { ExpiredRows } from './accounts/administration/ports';
import type { AuditRecords } from './audit/ports';
import type { Maintenance } from './avatars/maintenance/maintenance';
import { type PlanParts, planSweep } from './avatars/maintenance/plan';
import type { CommandServices } from './commands/ports';
import type { ImportParts } from './import/create';
import { PICTURES_AT_ONCE_IN_SERVER } from './import/limits';

interface Parts extends PlanParts {
  records: PlanParts['records'] & AuditRecords & ImportParts['records'];
  people: Pick<CommandServices, 'accounts' | 'administration' | 'registration' | 'passwordResets' | 'mail' | 'outbox' | 'note'> & {
    countExpired(): Promise<ExpiredRows>;
    compose: ImportParts['compose'];
  };
  services: Pick<CommandServices, 'avatars' | 'erasures' | 'sender' | 'baseUrl'> & { maxUploadBytes: number };
  maintenance: Pick<Maintenance, 'run'>;
  picturesAtOnce?: number;
}

/** The services of `npm run admin`, in the server and without one. */
export function composeCommands({
  people,
  services,
  maintenance,
  picturesAtOnce = PICTURES_AT_ONCE_IN_SERVER,
  ...stored
}: Parts): CommandServices {
  const { accounts, administration, registration, passwordResets, mail, outbox, note, compose } = people;
  const { records } = stored;
  const { avatars, baseUrl, maxUploadBytes: maxBytes } = services;
  return {
    ...services,
    accounts,
    administration,
    registration,
    passwordResets,
    mail,
    outbox,
    note,
    audit: records,
    async openImport(signal) {
      const { createImport } = await import('./import/create');
      const parts = { records, compose, baseUrl, personByEmail: accounts.personByEmail, avatars, maxBytes };
      return { ...createImport(parts, signal), picturesAtOnce };
    },
    maintenance: {
      run: maintenance.run,
      plan: async () => ({ ...(await planSweep(stored)), ...(await people.countExpired()) }),
    },
  };
}
