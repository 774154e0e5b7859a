import { availableParallelism } from 'node:os';
import pino from 'pino';
import { auditingRecords } from '@/lib/audit/auditing-records';
import { createSenderContext } from '@/lib/audit/sender';
import { createAvatars } from '@/lib/avatars/avatars';
import { createDirectory } from '@/lib/avatars/delivery/directory';
import { createPictureMemory } from '@/lib/avatars/delivery/picture-memory';
import { createErasures } from '@/lib/avatars/erasure/erase';
import { startMaintenance } from '@/lib/avatars/maintenance/maintenance';
import type { CommandServices } from '@/lib/commands/ports';
import { composeCommands } from '@/lib/compose-commands';
import { composePeople } from '@/lib/compose-people';
import { openDatabase } from '@/lib/db/open';
import { createHeicThread } from '@/lib/decoders/heic';
import { createMetadataThread } from '@/lib/decoders/metadata';
import type { Env } from '@/lib/env';
import { createEvents } from '@/lib/events/events';
import { publishingRecords } from '@/lib/events/publishing-records';
import { PICTURES_AT_ONCE } from '@/lib/import/limits';
import { createMetrics } from '@/lib/metrics/metrics';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { openInstallation as openStorage } from '../installation';
import { SCRIPT_OPTIONS } from '../script-options';

/** A picture is read or made once. */
const MEMORY_BYTES = 1;

/** Failures are reported on the terminal. */
const SILENT = pino({ level: 'silent' });

const report = (error: unknown) => console.error(error instanceof Error ? error.message : error);

/** Runs a task with the services of a database that no server has open, or that is one for several processes. */
export async function withInstallation<T>(env: Env, task: (services: CommandServices) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...env, ...SCRIPT_OPTIONS, announce: console.error });
  const sender = createSenderContext();
  const events = createEvents(report);
  const records = publishingRecords(auditingRecords(database.records, { sender }), events);
  const storage = await openStorage(env);
  const hasUploads = storage.uploadTarget !== undefined;
  const heic = env.heic ? createHeicThread() : null;
  const metadata = createMetadataThread({ report });
  const rateLimits = { mail: () => Promise.reject(new Error('Commands create links without a request')) };
  const people = await composePeople({ env, records, sender, rateLimits, log: SILENT, report, metrics: createMetrics() });
  const avatars = createAvatars({
    records,
    events,
    directory: createDirectory({ records, events, trust: database.trust, proof: env.verifiesAddresses ? 'proved' : 'any' }),
    memory: createPictureMemory(MEMORY_BYTES),
    storage,
    hasUploads,
    gravatars: { pictureOf: async () => ({ kind: 'failed' }) },
    semaphore: createSemaphore({ tasks: availableParallelism() }),
    onDemand: createSemaphore({ tasks: 1 }),
    heic: heic?.decode ?? null,
    heicSemaphore: createSemaphore({ tasks: 1 }),
    metadata: metadata.read,
    report,
    alert: (_level, message, error) => report(error ?? message),
  });
  const erasures = createErasures({ records, storage, report });
  const maintenance = startMaintenance({
    // Copies from Gravatar are refreshed by servers.
    avatars: { ...avatars, refreshGravatars: async () => {} },
    erasures,
    expire: people.expire,
    lease: database.lease,
    diskSpace: { isLow: async () => false },
    report,
    log: SILENT,
    hourly: false,
  });
  try {
    const { baseUrl, maxUploadBytes } = env;
    const services = { avatars, erasures, sender, baseUrl, maxUploadBytes };
    return await task(
      composeCommands({ people, services, maintenance, records, storage, hasUploads, report, picturesAtOnce: PICTURES_AT_ONCE }),
    );
  } finally {
    await maintenance.close();
    await Promise.all([avatars.settled(), people.close(), heic?.close(), metadata.close()]);
    await database.close();
  }
}
