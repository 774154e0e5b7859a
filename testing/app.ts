import { memoryCounters } from '@/lib/accounts/counters';
import type { Setup } from '@/lib/accounts/registration/setup';
import { createCustomSizes } from '@/lib/avatars/delivery/custom-sizes';
import { createErasures } from '@/lib/avatars/erasure/erase';
import { createDirectoryPicture } from '@/lib/avatars/provider/directory-picture';
import { createDirectUploads } from '@/lib/avatars/uploads/direct-uploads';
import { createFetchPicture } from '@/lib/avatars/web/fetch-picture';
import { createReadiness, PROBED_KEY } from '@/lib/health/readiness';
import { createBodyBudget } from '@/lib/http/body/body-budget';
import { createEventStreams } from '@/lib/http/event-streams/event-streams';
import { MULTIPART_OVERHEAD_BYTES } from '@/lib/http/limits';
import type { ServeParts } from '@/lib/http/serve';
import { GENERAL_FORMATS } from '@/lib/imaging/media-types';
import { createMetrics, type MetricsRegistry } from '@/lib/metrics/metrics';
import { router } from '@/lib/routes';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createPainter } from '@/lib/styles/painter';
import { type Core, createCore } from './core';
import { accountServices, SECRET } from './in-process/account-services';
import type { OpenFields, TestAppOptions } from './in-process/app-options';
import { type FakeDoctor, fakeDoctor } from './in-process/doctor';
import { type FakeDisk, type FakeMetadata, fakeDisk, fakeHeic, fakeLog, fakeMetadata, type LogEntry } from './in-process/fakes';
import type { TestPerson } from './in-process/person';
import { type AskOptions, buildRequest } from './in-process/request';
import { createMemoryRecords } from './memory/records';
import type { Records } from './records';
import { ADDRESS } from './requests';

export type { TestAppOptions } from './in-process/app-options';
export type { TestPerson } from './in-process/person';
export { basicAuth, bearer } from './in-process/person';

/** Every API in one process, without a server, a database or files. */
export interface TestApp extends Core {
  disk: FakeDisk;
  metadata: FakeMetadata;
  doctor: FakeDoctor;
  logged: LogEntry[];
  metrics: MetricsRegistry;
  /** Opens an account under a new address unless given, of a member unless given. */
  open(fields?: OpenFields): Promise<TestPerson>;
  /** The administrator. @throws Error in an empty app */
  admin(): TestPerson;
  setup: Setup;
  /** The parts that serve requests, for a test that has a server of its own. */
  parts(): ServeParts;
  /** How many passwords were verified against a hash, which takes 30 ms each at full cost. */
  verified(): number;
  /** Sends a request to the API that has this path, which may have a query. Redirects are not followed. */
  ask(method: string, path: string, options?: AskOptions): Promise<Response>;
}

/**
 * Creates an app in a few milliseconds. Time moves by `vi.useFakeTimers({ toFake: ['Date'] })`.
 *
 * @example
 * const app = await createTestApp({ maxUploadBytes: 300_000 });
 * const ada = await app.open();
 * const response = await app.ask('PATCH', '/api/me/avatar', { headers: ada.auth, json: { alt: 'Ada' } });
 */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { maxUploadBytes = 1_000_000, heic = fakeHeic(), empty = false } = options;
  const proof = options.verifiesAddresses ? 'proved' : 'any';
  const [disk, metadata, doctor, logged] = [fakeDisk(), fakeMetadata(), fakeDoctor(SECRET), [] as LogEntry[]];
  const stored = options.records ?? createMemoryRecords();
  // The response to a refresh waits until the reuse window closes; with an earlier date it does not wait.
  const rotate: Records['rotate'] = async (family) => ((await stored.rotate(family)) ? new Date(0) : null);
  const core = createCore(
    { ...stored, ...(options.skipsReuseWindow && { rotate }), ...options.replaced },
    { heic, metadata: metadata.read, faces: options.faces, inner: options.storage, upstreams: options.upstreams, proof },
  );
  const { records } = core;
  const log = fakeLog(logged);
  const metrics = createMetrics();
  const report = (error: unknown) => core.reported.push(error);
  const people = accountServices({ options, records, sender: core.sender, proof, disk, report, log, avatars: core.avatars });
  const counters = memoryCounters();
  const painter = createPainter();
  const parts: Omit<ServeParts, 'services'> = {
    authenticator: people.authenticator,
    rateLimits: people.rateLimits,
    bodyBudget: createBodyBudget(maxUploadBytes + MULTIPART_OVERHEAD_BYTES),
    diskSpace: disk,
    metrics,
    sender: core.sender,
    log,
  };
  // The text format is that of prom-client, which lib/metrics tests.
  const exporter = { contentType: 'text/plain', render: async () => JSON.stringify(metrics.tallies('requests')) };
  const readiness = createReadiness(
    {
      database: () => records.policy(),
      storage: () => core.storage.get(PROBED_KEY),
      decoder: async () => {},
      disk: () => disk.requireRoom(),
    },
    log,
  );
  const streams = createEventStreams({ events: core.events, trust: core.trust, report, heartbeatMs: options.heartbeatMs });
  const target = options.storage?.uploadTarget;
  const directUploads = target && createDirectUploads({ target, storage: core.storage, records, counters, maxUploadBytes, report });
  const formats = GENERAL_FORMATS.filter((format) => heic || format !== 'heic');
  const { web } = options;
  const { oidc, pictureAt = async () => ({ kind: 'none' }) } = options;
  const directoryPicture = oidc && createDirectoryPicture({ records, pictureAt, issuer: oidc.issuer, counters, maxUploadBytes, formats });
  const fetchPicture = web && createFetchPicture({ web, records, counters, maxUploadBytes, formats });
  const services = () => ({
    avatars: core.avatars,
    erasures: createErasures({ records, storage: core.storage, report }),
    streams,
    // Anew for each request, so that no test depends on what an earlier request left in memory.
    customSizes: createCustomSizes({
      deliver: core.avatars,
      directory: core.directory,
      memory: core.memory,
      painter,
      semaphore: createSemaphore({ tasks: 1 }),
      drawingSemaphore: createSemaphore({ tasks: 1 }),
    }),
    ...people.services,
    moderation: records,
    audit: records,
    replies: records,
    cron: options.cron,
    ping: async () => void (await records.policy()),
    readiness,
    doctor,
    baseUrl: ADDRESS,
    metrics: options.metricsToken === undefined ? undefined : { token: options.metricsToken, exporter },
    publicUrl: (path: string) => core.storage.publicUrl(path),
    directUploads,
    maxUploadBytes,
    gravatarUrl: options.gravatarUrl,
    fetchPicture,
    directoryPicture,
    formats,
  });

  const admin = empty ? undefined : await people.open({ name: 'Admin', role: 'admin' });
  return Object.assign(core, {
    disk,
    metadata,
    doctor,
    logged,
    metrics,
    open: people.open,
    setup: people.services.setup,
    admin() {
      if (!admin) throw new Error('An empty app has no administrator');
      return admin;
    },
    verified: people.verified,
    parts: () => ({ ...parts, services: services() }),
    async ask(method: string, path: string, asked: AskOptions = {}) {
      const request = await buildRequest(ADDRESS + path, method, asked);
      const response = await router.handle(request, { ...parts, services: services() });
      if (!response) throw new Error(`Expected a path of an API, got ${path}`);
      // Node sends no body in response to HEAD.
      return method === 'HEAD' ? new Response(null, response) : response;
    },
  });
}
