import type { Principal } from '@/lib/accounts/ports';
import { type Avatars, createAvatars } from '@/lib/avatars/avatars';
import type { AvatarRecords, AvatarState, GravatarAnswer, Storage } from '@/lib/avatars/ports';
import type { Alert } from '@/lib/avatars/storage-alerts';
import { AvatarError } from '@/lib/errors';
import { createEvents } from '@/lib/events/events';
import { publishingRecords } from '@/lib/events/publishing-records';
import type { HeicDecoder, MetadataReader, RenditionName } from '@/lib/imaging/types';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { memoryStorage } from '@/lib/storage/memory';
import { newPerson, type Records } from './records';

type Call = { operation: 'put' | 'get' | 'delete'; key: string };

/** A storage in memory that notes what it was asked, and fails when told to. */
export interface WatchedStorage extends Storage {
  calls: Call[];
  /** Asked before each call, with how many calls of this operation came before. */
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
    put: (key, bytes) => pass({ operation: 'put', key }, () => inner.put(key, bytes)),
    get: (key) => pass({ operation: 'get', key }, () => inner.get(key)),
    delete: (key) => pass({ operation: 'delete', key }, () => inner.delete(key)),
    list: (prefix) => inner.list(prefix),
  };
  return watched;
}

export function principal(userId: number, fields: Partial<Principal> = {}): Principal {
  return { userId, role: 'member', via: 'session', scopes: ['avatar:read', 'avatar:write'], ...fields };
}

/** A Gravatar that knows nobody until it is told to, notes whom it was asked about, and runs `meanwhile` before it answers. */
export interface FakeGravatar {
  answer: GravatarAnswer;
  asked: string[];
  meanwhile: () => Promise<unknown>;
}

export interface World {
  readonly avatars: Avatars;
  /** As another process would have it: whatever is remembered is not. */
  restart(): void;
  storage: WatchedStorage;
  gravatar: FakeGravatar;
  reported: unknown[];
  /** What the log has of the storage. */
  alerted: { level: 'warn' | 'error'; message: string; error: unknown }[];
  userId: number;
  generatedKey: string;
  /** What the person does with their own picture. */
  change: { principal: Principal; userId: number };
  state(): Promise<AvatarState>;
  /** A served picture; throws unless there is one under this very name. */
  served(name: Partial<RenditionName>): Promise<Uint8Array>;
}

/** Reads nothing. */
const NO_METADATA: MetadataReader = async () => ({ fields: [], place: null, hasThumbnail: false, hasMore: false });

/**
 * The core over a storage of its own and shared records, with a person who has no picture. HEIC is switched off, nothing is read but
 * pixels, and objects are in memory, unless who does that is given.
 */
export async function world(
  records: Records,
  replaced: Partial<AvatarRecords> = {},
  { heic = null, metadata = NO_METADATA, inner }: { heic?: HeicDecoder | null; metadata?: MetadataReader; inner?: Storage } = {},
): Promise<World> {
  const storage = watchedStorage(inner);
  const reported: unknown[] = [];
  const semaphore = createSemaphore({ tasks: 2 });
  const onDemand = createSemaphore({ tasks: 1 });
  const gravatar: FakeGravatar = { answer: { kind: 'none' }, asked: [], meanwhile: async () => {} };
  const gravatars = {
    async pictureOf(email: string) {
      gravatar.asked.push(email);
      await gravatar.meanwhile();
      return gravatar.answer;
    },
  };
  const report = (error: unknown) => reported.push(error);
  const alerted: World['alerted'] = [];
  const alert: Alert = (level, message, error) => alerted.push({ level, message, error });
  const rest = { storage, gravatars, semaphore, onDemand, heic, metadata, report, alert };
  const create = () => {
    const events = createEvents(report);
    return createAvatars({ records: publishingRecords({ ...records, ...replaced }, events), events, ...rest });
  };
  let avatars = create();
  const { id: userId, generatedKey } = await newPerson(records);
  const state = () => avatars.stateOf(userId);
  return {
    get avatars() {
      return avatars;
    },
    restart() {
      avatars = create();
    },
    storage,
    gravatar,
    reported,
    alerted,
    userId,
    generatedKey,
    change: { principal: principal(userId), userId },
    state,
    async served(name) {
      const { avatar } = await state();
      const whole: RenditionName = { key: avatar?.key ?? generatedKey, size: 128, format: 'webp', ...name };
      const delivery = await avatars.rendition(whole);
      if (delivery.kind !== 'found') throw new Error(`${whole.key}/${whole.size}.${whole.format} is ${delivery.kind}`);
      return delivery.bytes;
    },
  };
}
