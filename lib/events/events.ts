import type { Policy } from '@/lib/avatars/ports';

/** A change that is committed, or may be. */
export type Event = (
  | PictureEvent
  | {
      /** An account was created, deleted or renamed, its API keys changed, or a sign-in ended. */
      type: 'account-changed';
      userId: number;
      /** MD5 and SHA-256 of its e-mail addresses in each spelling, if they may have been those of no account before. */
      hashes?: readonly string[];
      /** Whether one of its addresses may show another picture. */
      isPictureChanged?: boolean;
    }
  | {
      /** The database did not acknowledge a change of the person's picture. It may be committed, now or in a moment. */
      type: 'picture-uncertain';
      userId: number;
    }
  | {
      type: 'policy-changed';
      /** Undefined if PostgreSQL announced the change, or did not say whether it was committed. */
      policy?: Policy;
      /** The administrator who changed it; undefined if PostgreSQL announced the change. */
      by?: number;
    }
) & {
  /** When this process learned of the commit. */
  at: Date;
  /**
   * Set if PostgreSQL announced the change (lib/db/listen/listener.ts). It announces the changes of every process, so those of this one are
   * published twice, in any order. Listeners compare versions, or do again what is harmless.
   */
  origin?: 'database';
};

interface PictureEvent {
  /** `picture-changed`: the person shows another picture. `picture-described`: its alternative text changed. */
  type: 'picture-changed' | 'picture-described';
  userId: number;
  /** Version of the person's new state. */
  version: number;
}

export type Listener = (event: Event) => void | Promise<void>;

/** Announces changes within this process. Whatever reacts to a committed change subscribes here. */
export interface Events {
  /** Calls every listener and waits for none. A listener that throws or rejects is reported: the change is committed and stays. */
  publish(event: Event): void;
  /** @returns ends the subscription */
  subscribe(listener: Listener): () => void;
}

/** @param report called with the error of a listener */
export function createEvents(report: (error: unknown) => void): Events {
  const listeners = new Set<Listener>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          Promise.resolve(listener(event)).catch(report);
        } catch (error) {
          report(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
