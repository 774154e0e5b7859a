import type { PolicyRecords } from '@/lib/avatars/ports';
import { wrongField } from '@/lib/errors';
import type { RegistrationPolicy } from './ports';

/** @param fixed the part of the policy that the environment sets; undefined: the administrator decides */
export function withFixedRegistration(policies: PolicyRecords, fixed: RegistrationPolicy | undefined): PolicyRecords {
  if (!fixed) return policies;
  return {
    policy: async () => ({ ...(await policies.policy()), ...fixed }),
    async changePolicy(change, by) {
      for (const field of ['registration', 'registrationDomains'] as const) {
        if (change[field] === undefined) continue;
        throw wrongField(field, 'Set by the environment of the server. Expected no change.', 'fixed_by_environment');
      }
      return { ...(await policies.changePolicy(change, by)), ...fixed };
    },
  };
}
