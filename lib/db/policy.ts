import type { Policy, PolicyRecords } from '@/lib/avatars/ports';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Db } from './client';
import type { Prisma } from './generated/client';

const POLICY_COLUMNS = { avatarChangesDisabled: true, maxAvatarBytes: true, acceptedFormats: true } as const satisfies Prisma.PolicySelect;

/** The policy until an administrator changes it. */
const OPEN_POLICY: Policy = { avatarChangesDisabled: false, maxAvatarBytes: null, acceptedFormats: [] };

/** The table has one row. */
const THE_POLICY = { id: 1 };

export function policyRecords(db: Db): PolicyRecords {
  return {
    async policy() {
      const row = await db.policy.findUnique({ where: THE_POLICY, select: POLICY_COLUMNS });
      return row ? toPolicy(row) : OPEN_POLICY;
    },
    async changePolicy({ acceptedFormats, ...change }) {
      const data = acceptedFormats === undefined ? change : { ...change, acceptedFormats: [...acceptedFormats] };
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
