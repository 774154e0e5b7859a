import type { Records } from '../records';
import { addressRecords } from './addresses';
import { administrationRecords } from './administration';
import { auditRecords } from './audit';
import { avatarRecords } from './avatars';
import { confirmAddress } from './confirm-address';
import { erasureRecords } from './erasures';
import { historyRecords } from './history';
import { identityRecords } from './identities';
import { importRecords } from './imports';
import { inviteRecords } from './invites';
import { keyRecords } from './keys';
import { linkRecords } from './links';
import { messageRecords } from './messages';
import { moderationRecords } from './moderation';
import { knownNetworkRecords } from './networks';
import { resetRecords } from './password-resets';
import { peopleRecords } from './people';
import { policyRecords } from './policy';
import { idempotencyRecords } from './replies';
import { serviceKeyRecords } from './service-keys';
import { sessionRecords } from './sessions';
import { setupRecords } from './setup';
import { createTables, type Tables } from './tables';
import { tokenRecords } from './tokens';

/**
 * The records ports over tables in memory, under the same contract as the database. Callers never share an object with a table.
 *
 * @param tables lets a test read rows that no port shows
 */
export function createMemoryRecords(tables: Tables = createTables()): Records {
  return {
    ...peopleRecords(tables),
    ...addressRecords(tables),
    confirmAddress: confirmAddress(tables),
    ...administrationRecords(tables),
    ...auditRecords(tables),
    ...policyRecords(tables),
    ...moderationRecords(tables),
    ...avatarRecords(tables),
    ...historyRecords(tables),
    ...keyRecords(tables),
    ...idempotencyRecords(tables),
    ...tokenRecords(tables),
    ...sessionRecords(tables),
    ...serviceKeyRecords(tables),
    ...erasureRecords(tables),
    ...knownNetworkRecords(tables),
    ...linkRecords(tables),
    ...resetRecords(tables),
    ...messageRecords(tables),
    ...setupRecords(tables),
    ...inviteRecords(tables),
    ...identityRecords(tables),
    ...importRecords(tables),
  };
}

/** One set of records for all tests of a file; each test creates its own people. */
export function sharedRecords(): () => Records {
  const records = createMemoryRecords();
  return () => records;
}
