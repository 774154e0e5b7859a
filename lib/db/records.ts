import type { AccountRecords } from '@/lib/accounts/ports';
import type { AvatarRecords } from '@/lib/avatars/ports';
import { avatarRecords } from './avatars';
import type { Db } from './client';
import { idempotencyRecords } from './idempotency';
import { keyRecords } from './keys';
import { knownNetworkRecords } from './known-networks';
import { peopleRecords } from './people';
import { tokenRecords } from './tokens';

/** The records ports over Prisma, for the embedded database and a server alike. */
export function databaseRecords(db: Db): AvatarRecords & AccountRecords {
  return {
    ...peopleRecords(db),
    ...avatarRecords(db),
    ...keyRecords(db),
    ...idempotencyRecords(db),
    ...tokenRecords(db),
    ...knownNetworkRecords(db),
  };
}
