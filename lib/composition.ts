import type { IncomingMessage } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { clientAddress } from './accounts/network';
import { withFixedRegistration } from './accounts/registration/fixed-policy';
import { readOrCreateSecret } from './accounts/secret';
import { auditingRecords } from './audit/auditing-records';
import { createSenderContext } from './audit/sender';
import { createAvatars } from './avatars/avatars';
import { createDirectory } from './avatars/delivery/directory';
import { createPictureMemory } from './avatars/delivery/picture-memory';
import { createErasures } from './avatars/erasure/erase';
import { MIN_FREE_BYTES } from './avatars/limits';
import { startMaintenance } from './avatars/maintenance/maintenance';
import { ORIGINALS, originalPath, RENDITIONS } from './avatars/paths';
import { createDirectUploads } from './avatars/uploads/direct-uploads';
import { serveDumps } from './backup/socket';
import { serveCommands } from './commands/socket';
import { composeAccounts } from './compose-accounts';
import { composeCommands } from './compose-commands';
import { composeDoctor } from './compose-doctor';
import { composeSources } from './compose-sources';
import { openDatabase } from './db/open';
import { createPolicyCache } from './db/policy-cache';
import { createFaceThread } from './decoders/faces';
import { createHeicThread } from './decoders/heic';
import { createMetadataThread } from './decoders/metadata';
import { type Env, readEnv } from './env';
import { createEvents } from './events/events';
import { publishingRecords } from './events/publishing-records';
import { lazyGravatars } from './gravatar/lazy';
import { createReadiness, PROBED_KEY } from './health/readiness';
import { createBodyBudget } from './http/body/body-budget';
import { longestBodySeconds, longestStreamSeconds } from './http/body/min-throughput';
import { createPageGuard, type PageGuard } from './http/early-pages/page-guard';
import type { Services } from './http/endpoint';
import { createEventStreams } from './http/event-streams/event-streams';
import { EVENT_POLL_MS, MULTIPART_OVERHEAD_BYTES } from './http/limits';
import { serializeError } from './http/log/error-serializer';
import { createNodeAdapter, type NodeAdapter } from './http/node-adapter';
import { createSendPicture, type SendPicture } from './http/pictures/send-picture';
import { createResponseCache } from './http/response-cache/response-cache';
import type { ServeParts } from './http/serve';
import { probeDecoder } from './imaging/decode/probe';
import { GENERAL_FORMATS } from './imaging/media-types';
import { openMetrics } from './metrics/open';
import { router } from './routes';
import { createQueues } from './scheduling/queues';
import { createDiskSpace, freeBytesOf, logDiskSpace, requireWritable } from './storage/disk-space';
import { openStorage } from './storage/open';

/** One running server. This file and those named `compose-…` alone name drivers; `routes.ts` names every dialect. */
export interface App {
  env: Env;
  parts: ServeParts;
  /** Whether a path, without its query, belongs to an API. */
  isRoute(path: string): boolean;
  /** The client address of a request, as the trusted proxies report it. */
  clientAddress(incoming: IncomingMessage): string;
  /** Longest time in seconds that a request may take to arrive: the largest upload at the minimum throughput. */
  longestRequestSeconds: number;
  /** Serves pictures, and most of what clients read, without Next.js. */
  nodeAdapter: NodeAdapter;
  /** Sends stored responses, and public pictures, without handling the request. */
  sendPicture: SendPicture;
  /** Serves 503 in place of pages while the database is unavailable, and finds those that do not exist for the sender. */
  pageGuard: PageGuard;
  /** Address of the page that creates the first administrator, with its one-time code; null if there is one. */
  setupUrl: string | null;
  /** Waits for background work, then closes the database and releases the data folder. */
  close(): Promise<void>;
}

/** How the process that holds the server starts its database: see `openDatabase`. */
export type DatabaseStart = Pick<Parameters<typeof openDatabase>[0], 'onOpening' | 'databaseThread'>;

/** Connects every part of one running server. */
export async function createApp({ onOpening, databaseThread }: DatabaseStart = {}): Promise<App> {
  const env = readEnv();
  const { maxUploadBytes } = env;
  const log = pino({ level: env.logLevel, serializers: { err: serializeError } });
  const report = (error: unknown) => log.error({ err: error }, 'Background work failed');
  const events = createEvents(report);
  // Before the database is locked, so that a port in use leaves nothing behind.
  const { metrics, meters, ...exported } = await openMetrics(env);
  const database = await openDatabase({
    ...env,
    ...(onOpening && { onOpening }),
    ...(databaseThread && { databaseThread }),
    onEvent: events.publish,
    announce: (message) => log.info(message),
    log,
    onFatal(message) {
      // Pending queries would never end. A restart recovers all acknowledged writes.
      log.fatal(message);
      process.exit(1);
    },
  });
  const secret = env.secret ?? (await readOrCreateSecret(env.dataDir));
  // A database server can be dumped from outside.
  const stopDumps = env.databaseUrl === undefined ? await serveDumps(env.dataDir, database.dump, report) : undefined;
  const sender = createSenderContext();
  const records = publishingRecords(auditingRecords(meters.records(database.records), { sender }), events);
  const queues = createQueues(availableParallelism(), meters.semaphore);
  const diskSpace = createDiskSpace({
    freeBytes: async () => (env.functions ? Number.POSITIVE_INFINITY : freeBytesOf(env.dataDir)),
    onChange: logDiskSpace(log),
  });
  const folder = join(env.dataDir, 'pictures');
  const opened = await openStorage(env.storage, { folder, originals: ORIGINALS, renditions: RENDITIONS, diskSpace });
  const [storage, target] = [meters.storage(opened), opened.uploadTarget];
  // Not awaited: a store that is down for a moment must not keep the server from starting.
  storage.head(originalPath('start')).catch((error) => log.error({ err: error }, 'The storage cannot be used'));
  const gravatars = lazyGravatars({
    baseUrl: env.gravatarUrl,
    report: (error) => log.warn({ err: error }, 'Request to Gravatar failed'),
  });
  const heic = env.heic ? createHeicThread() : null;
  const metadata = createMetadataThread({ report });
  const faces = createFaceThread({ report });
  const directory = createDirectory({
    records,
    events,
    trust: database.trust,
    proof: env.verifiesAddresses ? 'proved' : 'any',
    onLastKnown: () => log.warn('The database does not answer: the last known pictures are served'),
  });
  const memory = meters.memory('pictures', createPictureMemory(env.cacheBytes));
  const avatars = createAvatars({
    records,
    events,
    directory,
    memory,
    storage,
    hasUploads: target !== undefined,
    gravatars,
    upstreams: env.upstreamAvatars.map((baseUrl) =>
      lazyGravatars({ baseUrl, report: (error) => log.warn({ err: error }, 'Request to another avatar service failed') }),
    ),
    semaphore: queues.uploads,
    onDemand: queues.onDemand,
    heic: heic?.decode ?? null,
    heicSemaphore: queues.heic,
    decorate: meters.pipeline,
    metadata: metadata.read,
    faces: faces.find,
    report,
    alert: (level, message, error) => log[level]({ err: error }, message),
  });
  const { counters } = database;
  const people = await composeAccounts({ sender, env, records, secret, counters, diskSpace, log, report, metrics, avatars });
  const policies = withFixedRegistration(createPolicyCache({ records, events, trust: database.trust }), env.registration);
  // Loads the policy, so that a last known one exists from the start.
  await policies.policy();
  const setupUrl = await people.setupUrl();
  const [sweep, lease, erasures] = [meters.sweep(avatars), database.lease, createErasures({ records, storage, report })];
  const work = { avatars: { ...avatars, sweep }, erasures, expire: people.expire };
  const maintenance = startMaintenance({ ...work, lease, diskSpace, report, log, hourly: !env.functions });
  const { close: closeDoctor, ...doctor } = composeDoctor({ env, secret, records, policies, storage, inspect: database.inspect, report });
  const formats = GENERAL_FORMATS.filter((format) => heic || format !== 'heic');
  const services: Services = {
    avatars,
    streams: createEventStreams({ events, trust: database.trust, report, ...(env.functions && { pollMs: EVENT_POLL_MS }) }),
    erasures,
    ...composeSources({ env, records, counters: people.counters, avatars, directory, memory, queues, formats, log }),
    accounts: people.accounts,
    setup: people.setup,
    passwordResets: people.passwordResets,
    verification: people.verification,
    outbox: people.outbox,
    settled: async () => void (await Promise.all([avatars.settled(), people.settled()])),
    administration: people.administration,
    peopleImport: people.peopleImport,
    moderation: records,
    registration: people.registration,
    oidc: people.oidc,
    serviceKeys: people.serviceKeys,
    audit: records,
    replies: records,
    tokens: people.tokens,
    policies,
    nextAuth: people.nextAuth,
    ...(env.cronSecret !== undefined && {
      cron: { secret: env.cronSecret, run: async () => (await Promise.all([maintenance.run(), people.sendDue()]))[0] },
    }),
    ping: database.ping,
    readiness: createReadiness(
      {
        database: database.ping,
        storage: () => storage.get(PROBED_KEY),
        decoder: probeDecoder,
        disk: async () => (env.functions ? undefined : requireWritable(env.dataDir, MIN_FREE_BYTES)),
      },
      log,
    ),
    doctor,
    metrics: exported.protected,
    baseUrl: env.baseUrl,
    sessionCookie: people.sessionCookie,
    publicUrl: opened.publicUrl,
    directUploads: target && createDirectUploads({ target, storage, records, counters: people.counters, maxUploadBytes, report }),
    maxUploadBytes,
    gravatarUrl: env.gravatarUrl,
    formats,
  };
  const { authenticator, rateLimits } = people;
  const stopCommands =
    env.databaseUrl === undefined
      ? await serveCommands(
          env.dataDir,
          composeCommands({
            people,
            services: { ...services, sender },
            maintenance,
            records,
            storage,
            hasUploads: target !== undefined,
            report,
          }),
          report,
        )
      : undefined;
  const largestBytes = maxUploadBytes + MULTIPART_OVERHEAD_BYTES;
  const bodyBudget = createBodyBudget(largestBytes);
  const responses = createResponseCache(directory);
  const parts: ServeParts = { services, authenticator, rateLimits, bodyBudget, diskSpace, metrics, responses, sender, log };
  return {
    env,
    parts,
    isRoute: router.isRoute,
    setupUrl,
    sendPicture: createSendPicture(router, { baseUrl: env.baseUrl, parts, sendStored: meters.hits('responses', responses.send) }),
    nodeAdapter: createNodeAdapter(router, { baseUrl: env.baseUrl, parts }),
    pageGuard: createPageGuard({ services, authenticator }),
    longestRequestSeconds: Math.max(longestBodySeconds(largestBytes), longestStreamSeconds(env.userPerMinute)),
    clientAddress: (incoming) => clientAddress(incoming, env.trustProxy),
    async close() {
      closeDoctor();
      // At once: a command may be waiting for the maintenance.
      await Promise.all([stopCommands?.(), maintenance.close()]);
      // They may still save pictures of a provider.
      await people.settled();
      await Promise.all([avatars.settled(), people.close(), heic?.close(), metadata.close(), faces.close()]);
      await stopDumps?.();
      await database.close();
      await exported.close();
    },
  };
}
