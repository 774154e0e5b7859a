import { describe, expect, it } from 'vitest';
import type { Records } from '@/testing/records';

/** Id of the administrator who changes the policy. */
const BY = 1;

const OPEN = { registration: 'open' as const, registrationDomains: [], hashLookup: true };

/** Rules for the records of the policy, of which there is one. */
export function policyRecordsContract(records: () => Records): void {
  describe('the policy', () => {
    it('restricts nothing until it is changed', async () => {
      expect(await records().policy()).toEqual({ avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [], ...OPEN });
    });

    it('changes in the given fields alone', async () => {
      const changed = { avatarChangesDisabled: false, maxAvatarBytes: 5000, acceptedFormats: ['png', 'gif'], ...OPEN };
      expect(await records().changePolicy({ maxAvatarBytes: 5000, acceptedFormats: ['png', 'gif'] }, BY)).toEqual(changed);
      expect(await records().changePolicy({}, BY)).toEqual(changed);
      expect(await records().changePolicy({ maxAvatarBytes: undefined, acceptedFormats: undefined }, BY)).toEqual(changed);
      expect(await records().changePolicy({ avatarChangesDisabled: true }, BY)).toEqual({ ...changed, avatarChangesDisabled: true });
      expect(await records().policy()).toEqual({ ...changed, avatarChangesDisabled: true });
    });

    it('restricts nothing again when every field is reset', async () => {
      const open = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [], ...OPEN };
      const strict = { registration: 'domains' as const, registrationDomains: ['example.org'], hashLookup: false };
      const all = { avatarChangesDisabled: true, maxAvatarBytes: 1, acceptedFormats: ['gif' as const], ...strict };
      expect(await records().changePolicy(all, BY)).toEqual(all);
      expect(await records().changePolicy(open, BY)).toEqual(open);
      expect(await records().policy()).toEqual(open);
    });
  });
}
