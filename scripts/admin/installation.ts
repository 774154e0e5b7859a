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
import type { Env } from '@/lib/env';
import { createEvents } from '@/lib/events/events';
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
  const records = auditingRecords(database.records, { sender });
  const storage = await openStorage(env);
  const events = createEvents(report);
  const heic = env.heic ? createHeicThread() : null;
  const rateLimits = { mail: () => Promise.reject(new Error('Commands create links without a request')) };
  const people = await composePeople({ env, records, sender, rateLimits, log: SILENT, report, metrics: createMetrics() });
  const avatars = createAvatars({
    records,
    events,
    directory: createDirectory({ records, events, trust: database.trust }),
    memory: createPictureMemory(MEMORY_BYTES),
    storage,
    gravatars: { pictureOf: async () => ({ kind: 'failed' }) },
    semaphore: createSemaphore({ tasks: 1 }),
    onDemand: createSemaphore({ tasks: 1 }),
    heic: heic?.decode ?? null,
    metadata: async () => null,
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
    const services = { avatars, erasures, sender, baseUrl: env.baseUrl };
    return await task(
      composeCommands({ people, services, maintenance, records, storage, hasUploads: storage.uploadTarget !== undefined, report }),
    );
  } finally {
    await maintenance.close();
    await Promise.all([avatars.settled(), people.close(), heic?.close()]);
    await database.close();
  }
}
