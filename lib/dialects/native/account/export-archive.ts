import type { Services } from '@/lib/http/endpoint';
import type { QueuedMessage } from '@/lib/mail/ports';
import { addressResource } from '../addresses/addresses';
import { auditOf } from '../audit/audit';
import { identityResource } from '../identities/identities';
import { restrictionsResource } from '../people/resource';
import { personResource } from '../resource';
import { keyResource } from './account';
import { exportedFiles } from './export-files';
import { sessionResource } from './security';

/**
 * Everything that the server keeps of a person, as a ZIP archive that is made while it is read.
 * @param currentSession is marked as the current one
 * @throws AvatarError not_found
 */
export async function personArchive(
  userId: number,
  services: Pick<Services, 'avatars' | 'accounts' | 'erasures' | 'outbox' | 'audit' | 'baseUrl' | 'oidc'>,
  currentSession?: string,
): Promise<ReadableStream<Uint8Array>> {
  const { avatars, accounts, erasures } = services;
  const [{ makeZip }, { describeDevice }] = await Promise.all([import('client-zip'), import('./device')]);
  // Before the archive begins, so that a failure of the database results in an error response and not in a broken archive.
  const [state, restrictions, history, deleteAt, addresses, keys, sessions, networks, audit, identities] = await Promise.all([
    avatars.stateOf(userId),
    avatars.restrictions(userId),
    avatars.historyOf(userId),
    erasures.due(userId),
    accounts.addresses.list(userId),
    accounts.keys.list(userId),
    accounts.sessions.list(userId),
    accounts.knownNetworks(userId),
    auditOf(userId, services.audit),
    accounts.identities.list(userId),
  ]);
  // An address that is not verified may be that of another person.
  const own = addresses.filter(({ proof }) => proof !== 'assumed' || !accounts.addresses.verifies);
  const messages = await services.outbox.to(own.map(({ email }) => email));
  const data = {
    account: { ...personResource(state.person), deleteAt: deleteAt?.toISOString() ?? null },
    moderation: restrictionsResource(restrictions),
    addresses: addresses.map(addressResource),
    keys: keys.map(keyResource),
    sessions: sessions.map((session) => sessionResource(session, currentSession, describeDevice)),
    networks: networks.map(({ seenAt }) => ({ lastSeenAt: seenAt.toISOString() })),
    messages: messages.map(messageResource),
    audit,
    identities: identities.map((identity) => ({ ...identityResource(identity, services.oidc), subject: identity.subject })),
  };
  return onDemand(makeZip(exportedFiles({ state, history, data, exportedAt: new Date(), services })));
}

/** Without its text, which has links that reset the password or open an account. */
function messageResource({ to, subject, createdAt, sentAt }: QueuedMessage) {
  return { to, subject, createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null };
}

/** Reads nothing ahead. client-zip rejects when the client leaves, which is not a failure. */
function onDemand(archive: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = archive.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => reader.cancel().catch(() => {}),
    },
    { highWaterMark: 0 },
  );
}
