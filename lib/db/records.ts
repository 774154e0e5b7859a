import type { AdministrationRecords } from '@/lib/accounts/administration/ports';
import type { AccountRecords } from '@/lib/accounts/ports';
import type { AuditRecords } from '@/lib/audit/ports';
import type { ErasureRecords } from '@/lib/avatars/erasure/ports';
import type { AvatarRecords } from '@/lib/avatars/ports';
import type { MessageRecords } from '@/lib/mail/ports';
import { addressRecords } from './accounts/addresses/addresses';
import { confirmAddress } from './accounts/addresses/confirm-address';
import { administrationRecords } from './accounts/administration';
import { erasureRecords } from './accounts/erasures';
import { idempotencyRecords } from './accounts/idempotency';
import { importRecords } from './accounts/imports';
import { inviteRecords } from './accounts/invites';
import { keyRecords } from './accounts/keys';
import { knownNetworkRecords } from './accounts/known-networks';
import { linkRecords } from './accounts/links';
import { resetRecords } from './accounts/password-resets';
import { peopleRecords } from './accounts/people';
import { serviceKeyRecords } from './accounts/service-keys';
import { sessionRecords } from './accounts/sessions';
import { setupRecords } from './accounts/setup';
import { tokenRecords } from './accounts/tokens';
import { auditRecords } from './audit/audit';
import { avatarRecords } from './avatars';
import type { Database } from './client';
import { identityRecords } from './identities/identities';
import { messageRecords } from './mail/messages';
import { createTransactions } from './transactions';

/** Every records port. */
export type Records = AvatarRecords & AccountRecords & AdministrationRecords & AuditRecords & ErasureRecords & MessageRecords;

/** The records ports over Prisma, for the embedded database and a server alike. */
export function databaseRecords(client: Pick<Database, 'db' | 'read'>): Records {
  const { db, read, inTransaction } = createTransactions(client);
  const database = { db, read };
  return {
    ...peopleRecords(db),
    ...addressRecords(db),
    confirmAddress: confirmAddress(db),
    ...administrationRecords(database),
    ...auditRecords(db),
    ...avatarRecords(database),
    ...keyRecords(database),
    ...idempotencyRecords(db),
    ...tokenRecords(db),
    ...sessionRecords(database),
    ...serviceKeyRecords(db),
    ...erasureRecords(db),
    ...knownNetworkRecords(db),
    ...linkRecords(db),
    ...resetRecords(db),
    ...messageRecords(db),
    ...setupRecords(db),
    ...inviteRecords(db),
    ...identityRecords(db),
    inTransaction,
    ...importRecords(db),
  };
}
