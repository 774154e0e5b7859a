import { randomUUID } from 'node:crypto';
import { createAccounts } from '@/lib/accounts/accounts';
import type { Proof } from '@/lib/accounts/addresses/ports';
import { createAdministration } from '@/lib/accounts/administration/administration';
import { createAuthenticator } from '@/lib/accounts/authenticate';
import { memoryCounters } from '@/lib/accounts/counters';
import { createKnownNetworks } from '@/lib/accounts/known-networks';
import { nextAuthOptions, sessionCookieName } from '@/lib/accounts/next-auth';
import type { Role } from '@/lib/accounts/ports';
import { createRateLimits } from '@/lib/accounts/rate-limits';
import { withFixedRegistration } from '@/lib/accounts/registration/fixed-policy';
import type { RegistrationPolicy } from '@/lib/accounts/registration/ports';
import { createRegistration } from '@/lib/accounts/registration/registration';
import { createSetup, type Setup } from '@/lib/accounts/registration/setup';
import { createServiceKeys } from '@/lib/accounts/service-keys/service-keys';
import { createTokens } from '@/lib/accounts/tokens';
import { createNote } from '@/lib/audit/note';
import { createCustomSizes } from '@/lib/avatars/delivery/custom-sizes';
import { createErasures } from '@/lib/avatars/erasure/erase';
import type { AvatarService, Storage } from '@/lib/avatars/ports';
import { createDirectUploads } from '@/lib/avatars/uploads/direct-uploads';
import { createReadiness, PROBED_KEY } from '@/lib/health/readiness';
import { createBodyBudget } from '@/lib/http/body/body-budget';
import type { Services } from '@/lib/http/endpoint';
import { createEventStreams } from '@/lib/http/event-streams/event-streams';
import { MULTIPART_OVERHEAD_BYTES } from '@/lib/http/limits';
import type { ServeParts } from '@/lib/http/serve';
import { GENERAL_FORMATS } from '@/lib/imaging/media-types';
import type { HeicDecoder } from '@/lib/imaging/types';
import { createOutbox } from '@/lib/mail/outbox';
import { createMetrics, type MetricsRegistry } from '@/lib/metrics/metrics';
import { router } from '@/lib/routes';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { createPainter } from '@/lib/styles/painter';
import { type Core, createCore } from './core';
import { type FakeDoctor, fakeDoctor } from './in-process/doctor';
import { type FakeDisk, type FakeMetadata, fakeDisk, fakeHeic, fakeLog, fakeMetadata, type LogEntry } from './in-process/fakes';
import { mailedServices } from './in-process/mailed-services';
import { type TestPerson, withCredentials } from './in-process/person';
import { type AskOptions, buildRequest } from './in-process/request';
import { createMemoryRecords } from './memory/records';
import { cheapPasswords } from './passwords';
import type { Records } from './records';
import { ADDRESS } from './requests';

export type { TestPerson } from './in-process/person';
export { basicAuth, bearer } from './in-process/person';

export interface TestAppOptions {
  /** Largest upload of the APIs that have no limit of their own. */
  maxUploadBytes?: number;
  userPerMinute?: number;
  addressPerMinute?: number;
  gravatarUrl?: string;
  /** Whether addresses are proved by mailed links. Default: false. */
  verifiesAddresses?: boolean;
  /** Whether mail leaves the outbox. Default: false. */
  sendsMail?: boolean;
  /** Maintenance on request. Default: none. */
  cron?: Services['cron'];
  /** null: this installation does not decode HEIC. */
  heic?: HeicDecoder | null;
  /** Where objects are kept, instead of in memory. */
  storage?: Storage;
  /** Serves `/metrics` for the bearer of this token. */
  metricsToken?: string;
  /** Services that are asked for hashes without an account. Default: none. */
  upstreams?: readonly AvatarService[];
  /** Whether refreshed tokens come at once; otherwise the response waits until the reuse window closes, as on a server. */
  skipsReuseWindow?: boolean;
  /** Shared with other apps, as processes share a database. */
  records?: Records;
  /** Methods of the records that behave otherwise. */
  replaced?: Partial<Records>;
  /** Interval of the heartbeats of event streams. */
  heartbeatMs?: number;
  /** Set by the environment of the server. */
  registration?: RegistrationPolicy;
  /** Whether there is no account yet. Otherwise there is an administrator. */
  empty?: boolean;
}

interface OpenFields {
  email?: string;
  name?: string;
  password?: string;
  role?: Role;
  /** Of the address. Default: assumed. */
  proof?: Proof;
}

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
  /** What serves requests, for a test that has a server of its own. */
  parts(): ServeParts;
  /** How many passwords were verified against a hash, which takes 30 ms each at full cost. */
  verified(): number;
  /** Sends a request to the API that has this path, which may have a query. Redirects are not followed. */
  ask(method: string, path: string, options?: AskOptions): Promise<Response>;
}

const SECRET = 'a secret of the tests, long enough';
const PASSWORD = 'correct horse battery';

/**
 * Creates an app in a few milliseconds. Time moves by `vi.useFakeTimers({ toFake: ['Date'] })`.
 *
 * @example
 * const app = await createTestApp({ maxUploadBytes: 300_000 });
 * const ada = await app.open();
 * const response = await app.ask('PATCH', '/api/me/avatar', { headers: ada.auth, json: { alt: 'Ada' } });
 */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { maxUploadBytes = 1_000_000, userPerMinute = 10_000, addressPerMinute = 10_000, heic = fakeHeic(), empty = false } = options;
  const proof = options.verifiesAddresses ? 'proved' : 'any';
  const [disk, metadata, doctor, logged] = [fakeDisk(), fakeMetadata(), fakeDoctor(SECRET), [] as LogEntry[]];
  const stored = options.records ?? createMemoryRecords();
  // The response to a refresh waits until the reuse window closes; with an earlier date it does not wait.
  const rotate: Records['rotate'] = async (family) => ((await stored.rotate(family)) ? new Date(0) : null);
  const core = createCore(
    { ...stored, ...(options.skipsReuseWindow && { rotate }), ...options.replaced },
    { heic, metadata: metadata.read, inner: options.storage, upstreams: options.upstreams, proof },
  );
  const { records } = core;
  const log = fakeLog(logged);
  const metrics = createMetrics();
  const report = (error: unknown) => core.reported.push(error);
  let verified = 0;
  const onVerify = () => {
    verified += 1;
  };
  const note = createNote(records, { sender: core.sender, report });
  const accounts = createAccounts(records, cheapPasswords(onVerify), proof, (userId) => note('sign-in-refused', userId));
  const setup = createSetup(records, accounts);
  const fixed = options.registration;
  const registration = createRegistration({ records, policies: withFixedRegistration(records, fixed), fixed });
  const tokens = createTokens({ records, secret: SECRET });
  const sessionCookie = sessionCookieName(ADDRESS);
  const known = createKnownNetworks({ records, secret: SECRET, report, diskSpace: disk });
  const rateLimits = createRateLimits({ userPerMinute, addressPerMinute }, known);
  const mailed = mailedServices({ records, rateLimits, baseUrl: ADDRESS, report, proof });
  const nextAuth = nextAuthOptions({ accounts, rateLimits, secret: SECRET, baseUrl: ADDRESS, report, log });
  const counters = memoryCounters();
  const painter = createPainter();
  const parts: Omit<ServeParts, 'services'> = {
    authenticator: createAuthenticator({ records, tokens, secret: SECRET, diskSpace: disk }),
    rateLimits,
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
    }),
    accounts,
    setup,
    ...mailed,
    outbox: createOutbox(records, options.sendsMail ?? false),
    administration: createAdministration(records),
    moderation: records,
    registration,
    serviceKeys: createServiceKeys(records, disk),
    audit: records,
    replies: records,
    tokens,
    policies: withFixedRegistration(records, fixed),
    nextAuth,
    cron: options.cron,
    ping: async () => void (await records.policy()),
    readiness,
    doctor,
    baseUrl: ADDRESS,
    sessionCookie,
    metrics: options.metricsToken === undefined ? undefined : { token: options.metricsToken, exporter },
    publicUrl: (path: string) => core.storage.publicUrl(path),
    directUploads,
    maxUploadBytes,
    gravatarUrl: options.gravatarUrl,
    formats: GENERAL_FORMATS.filter((format) => heic || format !== 'heic'),
  });

  async function open(fields: OpenFields = {}): Promise<TestPerson> {
    const {
      email = `${randomUUID()}@example.org`,
      name = 'Ada Lovelace',
      password = PASSWORD,
      role = 'member',
      proof: proved = 'assumed',
    } = fields;
    const person = await accounts.open({ email, name, password, role, proof: proved });
    return withCredentials(person, password, { accounts, tokens, secret: SECRET, baseUrl: ADDRESS, sessionCookie });
  }

  const admin = empty ? undefined : await open({ name: 'Admin', role: 'admin' });
  return Object.assign(core, {
    disk,
    metadata,
    doctor,
    logged,
    metrics,
    open,
    setup,
    admin() {
      if (!admin) throw new Error('An empty app has no administrator');
      return admin;
    },
    verified: () => verified,
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
