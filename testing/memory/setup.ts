import type { SetupRecords } from '@/lib/accounts/registration/ports';
import { AvatarError } from '@/lib/errors';
import type { Tables } from './tables';

export function setupRecords(tables: Tables): Omit<SetupRecords, 'changeRole'> {
  return {
    async hasAdministrator() {
      return administrators(tables).length > 0;
    },
    async setupCode() {
      return tables.setupCode?.sha256 ?? null;
    },
    async replaceSetupCode(sha256, keepSince) {
      if (administrators(tables).length > 0) return false;
      if (tables.setupCode && keepSince && tables.setupCode.createdAt > keepSince) return false;
      tables.setupCode = { sha256, createdAt: new Date() };
      return true;
    },
  };
}

/** @throws AvatarError not_found */
export function requireSetupCode(tables: Tables, sha256: string | undefined): void {
  if (sha256 !== undefined && tables.setupCode?.sha256 !== sha256) {
    throw new AvatarError('not_found', 'The setup code was used or replaced a moment ago.');
  }
}

/** @throws AvatarError last_administrator */
export function requireOtherAdministrator(tables: Tables, userId: number): void {
  const enabled = administrators(tables)
    .flatMap((id) => tables.people.get(id) ?? [])
    .filter(({ disabledAt }) => !disabledAt);
  const others = enabled.filter(({ id, deleteAt }) => id !== userId && !deleteAt);
  if (others.length === 0 && enabled.some(({ id }) => id === userId)) {
    throw new AvatarError('last_administrator', 'This is the last administrator. Make another person an administrator first.');
  }
}

function administrators({ people }: Tables): number[] {
  return [...people.values()].filter(({ role }) => role === 'admin').map(({ id }) => id);
}
