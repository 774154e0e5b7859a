import type { Policy, PolicyRecords } from '@/lib/avatars/ports';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Db } from './client';
import type { Prisma } from './generated/client';

const POLICY_COLUMNS = {
  avatarChangesDisabled: true,
  maxAvatarBytes: true,
  acceptedFormats: true,
  registration: true,
  registrationDomains: true,
  hashLookup: true,
} as const satisfies Prisma.PolicySelect;

/** The policy until an administrator changes it. */
const OPEN_POLICY: Policy = {
  avatarChangesDisabled: false,
  maxAvatarBytes: null,
  acceptedFormats: [],
  registration: 'open',
  registrationDomains: [],
  hashLookup: true,
};

/** The table has one row. */
const THE_POLICY = { id: 1 };

export function policyRecords(db: Db): PolicyRecords {
  return {
    async policy() {
      const row = await db.policy.findUnique({ where: THE_POLICY, select: POLICY_COLUMNS });
      return row ? toPolicy(row) : OPEN_POLICY;
    },
    async changePolicy({ acceptedFormats, registrationDomains, ...change }) {
      const data = {
        ...change,
        ...(acceptedFormats && { acceptedFormats: [...acceptedFormats] }),
        ...(registrationDomains && { registrationDomains: [...registrationDomains] }),
      };
      return toPolicy(
        await db.policy.upsert({ where: THE_POLICY, create: { ...THE_POLICY, ...data }, update: data, select: POLICY_COLUMNS }),
      );
    },
  };
}

function toPolicy({ acceptedFormats, ...row }: Prisma.PolicyGetPayload<{ select: typeof POLICY_COLUMNS }>): Policy {
  // Only format names are written. A name that a later version no longer supports matches no upload.
  return { ...row, acceptedFormats: acceptedFormats as InputFormat[] };
}
