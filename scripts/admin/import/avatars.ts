import { availableParallelism } from 'node:os';
import { auditingRecords } from '@/lib/audit/auditing-records';
import { createSenderContext } from '@/lib/audit/sender';
import { type Avatars, createAvatars } from '@/lib/avatars/avatars';
import { createDirectory } from '@/lib/avatars/delivery/directory';
import { createPictureMemory } from '@/lib/avatars/delivery/picture-memory';
import type { Gravatars } from '@/lib/avatars/ports';
import type { OpenDatabase } from '@/lib/db/open';
import { createHeicThread } from '@/lib/decoders/heic';
import { createMetadataThread } from '@/lib/decoders/metadata';
import type { Env } from '@/lib/env';
import { createEvents } from '@/lib/events/events';
import { publishingRecords } from '@/lib/events/publishing-records';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { openInstallation } from '../../installation';

/** Nothing asks Gravatar during an import. */
const NO_GRAVATARS: Gravatars = { pictureOf: async () => ({ kind: 'none' }) };

/** The use cases of pictures as the server has them, with the same limits. `sender` is for the entries of the audit log. */
export async function openAvatars(env: Env, { records: stored, trust }: OpenDatabase) {
  const report = (error: unknown) => console.error(error instanceof Error ? error.message : error);
  const events = createEvents(report);
  const sender = createSenderContext();
  const records = publishingRecords(auditingRecords(stored, { sender }), events);
  const storage = await openInstallation(env);
  const heic = env.heic ? createHeicThread() : null;
  const metadata = createMetadataThread({ report });
  const avatars: Avatars = createAvatars({
    records,
    events,
    directory: createDirectory({ records, events, trust, proof: env.verifiesAddresses ? 'proved' : 'any' }),
    memory: createPictureMemory(env.cacheBytes),
    storage,
    hasUploads: storage.uploadTarget !== undefined,
    gravatars: NO_GRAVATARS,
    semaphore: createSemaphore({ tasks: availableParallelism() }),
    onDemand: createSemaphore({ tasks: 1 }),
    heic: heic?.decode ?? null,
    heicSemaphore: createSemaphore({ tasks: 1 }),
    metadata: metadata.read,
    report,
    alert: (_level, message) => console.error(message),
  });
  return {
    avatars,
    records,
    sender,
    async close() {
      await avatars.settled();
      await Promise.all([heic?.close(), metadata.close()]);
    },
  };
}
