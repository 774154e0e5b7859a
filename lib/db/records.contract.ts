import { afterAll, beforeAll, describe } from 'vitest';
import type { Records } from '@/testing/records';
import { accountRecordsContract } from './accounts/accounts.contract';
import { addressPicturesContract } from './accounts/addresses/address-pictures.contract';
import { addressRecordsContract } from './accounts/addresses/addresses.contract';
import { confirmAddressContract } from './accounts/addresses/confirm-address.contract';
import { administrationRecordsContract } from './accounts/administration.contract';
import { erasureRecordsContract } from './accounts/erasures.contract';
import { importRecordsContract } from './accounts/imports.contract';
import { inviteRecordsContract } from './accounts/invites.contract';
import { linkRecordsContract } from './accounts/links.contract';
import { serviceKeyRecordsContract } from './accounts/service-keys.contract';
import { sessionRecordsContract } from './accounts/sessions.contract';
import { setupRecordsContract } from './accounts/setup.contract';
import { tokenRecordsContract } from './accounts/tokens.contract';
import { auditRecordsContract } from './audit/audit.contract';
import { avatarRecordsContract } from './avatars.contract';
import { gravatarRecordsContract } from './gravatar.contract';
import { historyRecordsContract } from './history.contract';
import { identityRecordsContract } from './identities/identities.contract';
import { recordIntegrityContract } from './integrity.contract';
import { messageRecordsContract } from './mail/messages.contract';
import { moderationRecordsContract } from './moderation.contract';
import { policyRecordsContract } from './policy.contract';

/** The contract of every implementation of the records ports. @param open returns records without any accounts */
export function recordsContract(name: string, open: () => Promise<{ records: Records; close(): Promise<void> }>): void {
  describe(`${name}: the records contract`, () => {
    let opened: Awaited<ReturnType<typeof open>> | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    const records = () => {
      if (!opened) throw new Error('The records are opened before the first test');
      return opened.records;
    };
    // First: it needs records without an administrator.
    setupRecordsContract(records);
    accountRecordsContract(records);
    addressRecordsContract(records);
    addressPicturesContract(records);
    administrationRecordsContract(records);
    auditRecordsContract(records);
    avatarRecordsContract(records);
    historyRecordsContract(records);
    gravatarRecordsContract(records);
    tokenRecordsContract(records);
    sessionRecordsContract(records);
    serviceKeyRecordsContract(records);
    erasureRecordsContract(records);
    linkRecordsContract(records);
    messageRecordsContract(records);
    moderationRecordsContract(records);
    policyRecordsContract(records);
    recordIntegrityContract(records);
    // Last: it makes more administrators.
    inviteRecordsContract(records);
    importRecordsContract(records);
    confirmAddressContract(records);
    identityRecordsContract(records);
  });
}
