import { createAvatars } from '@/lib/avatars/avatars';
import { createDirectory } from '@/lib/avatars/delivery/directory';
import { createPictureMemory } from '@/lib/avatars/delivery/picture-memory';
import { type RebuildCounts, rebuildRenditions, withoutRenditions } from '@/lib/avatars/maintenance/rebuild';
import { openDatabase } from '@/lib/db/open';
import { createHeicThread } from '@/lib/decoders/heic';
import { readEnv } from '@/lib/env';
import { createEvents } from '@/lib/events/events';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { openInstallation } from '../installation';
import { SCRIPT_OPTIONS } from '../script-options';
import { type Command, createProgress } from './options';

/** Each rendition is made once, so that none needs to be kept. */
const MEMORY_BYTES = 1;

/** `rebuild` */
export const rebuild: Command = async (_options, signal) => {
  const env = readEnv();
  const storage = await openInstallation(env);
  const events = createEvents(console.error);
  const database = await openDatabase({ ...env, ...SCRIPT_OPTIONS });
  const heic = env.heic ? createHeicThread() : null;
  let notStored = 0;
  try {
    const avatars = createAvatars({
      records: database.records,
      events,
      directory: createDirectory({ records: database.records, events, trust: database.trust }),
      memory: createPictureMemory(MEMORY_BYTES),
      storage: withoutRenditions(storage),
      gravatars: { pictureOf: async () => ({ kind: 'failed' }) },
      semaphore: createSemaphore({ tasks: 1 }),
      onDemand: createSemaphore({ tasks: 1 }),
      heic: heic?.decode ?? null,
      metadata: async () => null,
      report: console.error,
      alert(_level, message, error) {
        notStored += 1;
        console.error(`${message}: ${error instanceof Error ? error.message : error}`);
      },
    });
    const progress = createProgress();
    const line = ({ rebuilt, outdated, failed }: RebuildCounts) =>
      `${rebuilt} renditions made again, ${outdated} belong to earlier pictures, ${failed} failed and are as before`;
    const counts = await rebuildRenditions(avatars, storage, {
      signal,
      onProgress: (counts) => progress(() => line(counts)),
      report: (path, error) => console.error(`${path}: ${error instanceof Error ? error.message : error}`),
    });
    console.log(`${signal.aborted ? 'Interrupted: ' : ''}${line(counts)}`);
    if (signal.aborted) return 130;
    return counts.failed + notStored > 0 ? 1 : 0;
  } finally {
    await Promise.all([heic?.close(), database.close()]);
  }
};
