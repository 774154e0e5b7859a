import type { RequiredProof } from '@/lib/accounts/addresses/ports';
import { auditingRecords } from '@/lib/audit/auditing-records';
import { createSenderContext, type SenderContext } from '@/lib/audit/sender';
import { type Avatars, createAvatars } from '@/lib/avatars/avatars';
import { createDirectory, type Directory } from '@/lib/avatars/delivery/directory';
import { createPictureMemory, type PictureMemory } from '@/lib/avatars/delivery/picture-memory';
import type { Alert } from '@/lib/avatars/delivery/storage-alerts';
import type { AvatarService, GravatarAnswer, Storage } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { createEvents, type Events, type Listener } from '@/lib/events/events';
import { publishingRecords } from '@/lib/events/publishing-records';
import { createTrust, type MutableTrust } from '@/lib/events/trust';
import type { FaceFinder, HeicDecoder, MetadataReader } from '@/lib/imaging/types';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { memoryStorage } from '@/lib/storage/memory';
import type { Records } from './records';

/** As much as tests put into it. */
const MEMORY_BYTES = 64 * 1024 * 1024;

type Call = { operation: 'put' | 'get' | 'delete'; key: string };

/** A storage in memory that records its calls, and fails when told to. */
export interface WatchedStorage extends Storage {
  calls: Call[];
  /** Asked before each call, with the number of earlier calls of this operation. */
  fails: (call: Call, earlier: number) => boolean;
}

export function watchedStorage(inner: Storage = memoryStorage()): WatchedStorage {
  async function pass<T>(call: Call, run: () => Promise<T>): Promise<T> {
    const earlier = watched.calls.filter(({ operation }) => operation === call.operation).length;
    watched.calls.push(call);
    if (watched.fails(call, earlier)) throw new AvatarError('storage_failed', `Told to fail: ${call.operation} ${call.key}`);
    return run();
  }
  const watched: WatchedStorage = {
    calls: [],
    fails: () => false,
    put: (key, bytes, headers) => pass({ operation: 'put', key }, () => inner.put(key, bytes, headers)),
    get: (key) => pass({ operation: 'get', key }, () => inner.get(key)),
    head: (key) => inner.head(key),
    async delete(keys) {
      const outcomes = await Promise.allSettled(keys.map((key) => pass({ operation: 'delete', key }, () => inner.delete([key]))));
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    },
    list: (prefix) => inner.list(prefix),
    publicUrl: (key) => inner.publicUrl(key),
  };
  return watched;
}

/** A Gravatar without pictures until it is given an answer. It records the addresses, and runs `meanwhile` before it answers. */
export interface FakeGravatar {
  answer: GravatarAnswer;
  asked: string[];
  meanwhile: () => Promise<unknown>;
}

/** The use cases of pictures, with fakes at their ports. */
export interface Core {
  readonly avatars: Avatars;
  readonly directory: Directory;
  readonly memory: PictureMemory;
  /** Whether changes of other processes are heard, which tests decide. */
  trust: MutableTrust;
  /** Forgets everything that the process keeps in memory, as a second process would have it. */
  restart(): void;
  /** Publish what they changed to `events`. */
  records: Records;
  /** Knows who sends the current request. */
  sender: SenderContext;
  events: Events;
  storage: WatchedStorage;
  gravatar: FakeGravatar;
  /** Errors of background work. */
  reported: unknown[];
  /** Log entries about the storage. */
  alerted: { level: 'warn' | 'error'; message: string; error: unknown }[];
}

export interface CoreOptions {
  /** null, the default: HEIC is not decoded. */
  heic?: HeicDecoder | null;
  /** Finds nothing unless given. */
  metadata?: MetadataReader;
  /** null, the default: first framings go without faces. */
  faces?: FaceFinder | null;
  /** Where objects are kept: in memory unless given. */
  inner?: Storage;
  upstreams?: readonly AvatarService[];
  /** Which addresses the hashes of requests are of. Default: any. */
  proof?: RequiredProof;
}

const noMetadata: MetadataReader = async () => ({ fields: [], place: null, hasThumbnail: false, hasMore: false });

export function createCore(
  unpublished: Records,
  { heic = null, metadata = noMetadata, faces = null, inner, upstreams, proof = 'any' }: CoreOptions = {},
): Core {
  const storage = watchedStorage(inner);
  const gravatar: FakeGravatar = { answer: { kind: 'none' }, asked: [], meanwhile: async () => {} };
  const gravatars = {
    async pictureOf(email: string) {
      gravatar.asked.push(email);
      await gravatar.meanwhile();
      return gravatar.answer;
    },
  };
  const reported: unknown[] = [];
  const report = (error: unknown) => reported.push(error);
  const alerted: Core['alerted'] = [];
  const alert: Alert = (level, message, error) => alerted.push({ level, message, error });
  const [semaphore, onDemand] = [createSemaphore({ tasks: 2 }), createSemaphore({ tasks: 1 })];
  const events = createEvents(report);
  const sender = createSenderContext();
  const records = publishingRecords(auditingRecords(unpublished, { sender }), events);
  const subscriptions: (() => void)[] = [];
  const subscribe = (listener: Listener) => {
    const end = events.subscribe(listener);
    subscriptions.push(end);
    return end;
  };
  const rest = {
    storage,
    hasUploads: inner?.uploadTarget !== undefined,
    gravatars,
    upstreams,
    semaphore,
    onDemand,
    heic,
    metadata,
    faces,
    report,
    alert,
  };
  const trust = createTrust(true);
  const create = () => {
    const directory = createDirectory({ records, events: { subscribe }, trust, proof });
    const memory = createPictureMemory(MEMORY_BYTES);
    return { directory, memory, avatars: createAvatars({ records, events: { subscribe }, directory, memory, ...rest }) };
  };
  let current = create();
  return {
    get avatars() {
      return current.avatars;
    },
    get directory() {
      return current.directory;
    },
    get memory() {
      return current.memory;
    },
    trust,
    restart() {
      for (const end of subscriptions.splice(0)) end();
      current = create();
    },
    records,
    sender,
    events,
    storage,
    gravatar,
    reported,
    alerted,
  };
}
