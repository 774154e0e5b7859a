import { AvatarError } from '@/lib/errors';
import type { Event, Events } from '@/lib/events/events';
import type { Trust } from '@/lib/events/trust';
import { HEARTBEAT_MS, MAX_STREAMS, MAX_STREAMS_PER_PERSON } from '../limits';
import { createEventStream, type EventStream } from './event-stream';

/** A change of the person's picture, or of the rules for it. `connected`: the client has missed nothing. */
export type News = 'connected' | 'picture-changed' | 'picture-described' | 'policy-changed';

/** A client that asks for the changes of a person's picture. */
export interface Follower {
  userId: number;
  /** The version that it received last; undefined if it is new. */
  lastVersion: number | undefined;
  /** The data of an event. @param version of the state; undefined for a change of the policy */
  render(news: News, version?: number): object;
  /** The current version; null once the client may no longer follow. @throws if neither is known at the moment */
  check(): Promise<number | null>;
}

/** The event streams of this process. */
export interface EventStreams {
  /**
   * Opens a stream, which begins with the current version.
   * @throws AvatarError busy if there are too many, or while the server stops; the error of `check`
   */
  open(follower: Follower): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Ends all streams, and refuses others. */
  close(): void;
}

export interface EventStreamsParts {
  events: Pick<Events, 'subscribe'>;
  /** While it is not trusted, changes of other processes are found at heartbeats. */
  trust: Trust;
  /** Receives errors of checks. */
  report: (error: unknown) => void;
  heartbeatMs?: number;
  /** Ends each stream after its first event, and has clients ask again after this time in milliseconds. Default: streams stay open. */
  pollMs?: number;
}

/** Time until clients connect again, in milliseconds. Different for each, so that they do not all return at once after a restart. */
const retryMs = () => Math.round(1_000 + Math.random() * 1_000);

/** The same for a stream that ended for a newer one: otherwise one stream too many would displace another each second. */
const DISPLACED_RETRY_MS = 60_000;

/** Seconds until a refused client should try again. */
const BUSY_SECONDS = 10;

interface Open extends Follower {
  stream: EventStream;
  /** The newest known version. */
  version: number;
  /** Whether the first event is sent. */
  isStarted: boolean;
  isEnded: boolean;
}

export function createEventStreams({ events, trust, report, heartbeatMs = HEARTBEAT_MS, pollMs }: EventStreamsParts): EventStreams {
  /** By person, oldest first. */
  const people = new Map<number, Set<Open>>();
  let count = 0;
  let isClosed = false;

  const all = () => [...people.values()].flatMap((streams) => [...streams]);

  function tell(open: Open, news: News, version: number): void {
    if (version <= open.version) return;
    open.version = version;
    if (open.isStarted) open.stream.send(open.render(news, version), String(version));
  }

  /** Ends the stream if its client may no longer follow, and sends a change that was not heard of. */
  async function check(open: Open): Promise<void> {
    if (open.isEnded) return;
    try {
      const version = await open.check();
      if (version === null) open.stream.end();
      else tell(open, 'picture-changed', version);
    } catch (error) {
      // A stream outlasts a short outage of the database.
      if (!(error instanceof AvatarError)) report(error);
    }
  }

  /** One after another, because the database answers other requests as well. */
  async function checkAll(): Promise<void> {
    for (const open of all()) await check(open);
  }

  events.subscribe(async (event: Event) => {
    switch (event.type) {
      case 'policy-changed':
        for (const open of all()) if (open.isStarted) open.stream.send(open.render(event.type));
        return;
      case 'account-changed':
        for (const open of [...(people.get(event.userId) ?? [])]) await check(open);
        return;
      case 'picture-uncertain':
        // The page that sent the change shows its error. What it became is known with the next change.
        return;
      default:
        for (const open of [...(people.get(event.userId) ?? [])]) tell(open, event.type, event.version);
    }
  });
  trust.onChange((isTrusted) => {
    // Changes from before were not announced to this process.
    if (isTrusted) void checkAll();
  });

  function register(follower: Follower): Open {
    const streams = people.get(follower.userId) ?? new Set();
    const open: Open = {
      ...follower,
      version: 0,
      isStarted: false,
      isEnded: false,
      stream: createEventStream(() => {
        open.isEnded = true;
        clearInterval(heartbeat);
        count -= 1;
        streams.delete(open);
        if (streams.size === 0 && people.get(follower.userId) === streams) people.delete(follower.userId);
      }),
    };
    const heartbeat = setInterval(() => {
      open.stream.beat();
      void check(open);
    }, heartbeatMs).unref();
    count += 1;
    people.set(follower.userId, streams.add(open));
    for (const oldest of streams) {
      if (streams.size <= MAX_STREAMS_PER_PERSON) break;
      oldest.stream.retryAfter(DISPLACED_RETRY_MS);
      oldest.stream.end();
    }
    return open;
  }

  return {
    async open(follower) {
      if (isClosed || count >= MAX_STREAMS) {
        throw new AvatarError('busy', 'Too many open event streams.', { retryAfterSeconds: BUSY_SECONDS });
      }
      // Registered before the version is read, so that a change in between is heard.
      const open = register(follower);
      try {
        const version = await open.check();
        if (version === null) throw new AvatarError('not_authenticated', 'Sign in, or send an API key.');
        open.version = Math.max(open.version, version);
      } catch (error) {
        open.stream.end();
        throw error;
      }
      const { stream, lastVersion, render } = open;
      stream.retryAfter(pollMs ?? retryMs());
      const isCurrent = lastVersion === undefined || lastVersion === open.version;
      stream.send(render(isCurrent ? 'connected' : 'picture-changed', open.version), String(open.version));
      open.isStarted = true;
      if (pollMs !== undefined) stream.end();
      return stream.body;
    },
    close() {
      isClosed = true;
      for (const open of all()) open.stream.end();
    },
  };
}
