import type { Policy } from '@/lib/avatars/ports';

/** A change that is committed. `at` is the time of the commit as this process sees it. */
export type Event =
  /** A person shows another picture. `version` is that of their new state. */
  | { type: 'picture-changed'; userId: number; version: number; at: Date }
  /** The alternative text of the current picture changed. */
  | { type: 'picture-described'; userId: number; version: number; at: Date }
  /** An account was created, or its API keys changed. */
  | { type: 'account-changed'; userId: number; at: Date }
  /** `by` is the administrator who changed it. */
  | { type: 'policy-changed'; policy: Policy; by: number; at: Date };

export type Listener = (event: Event) => void | Promise<void>;

/** Announces changes within this process. Whatever reacts to a committed change subscribes here; today that is the sweeper. */
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
