import type { PolicyRecords } from '@/lib/avatars/ports';
import { stored, type Tables } from './tables';

export function policyRecords(tables: Tables): PolicyRecords {
  return {
    async policy() {
      return structuredClone(tables.policy);
    },
    async changePolicy(change) {
      const given = Object.entries(stored(change)).filter(([, value]) => value !== undefined);
      tables.policy = { ...tables.policy, ...Object.fromEntries(given) };
      return structuredClone(tables.policy);
    },
  };
}
