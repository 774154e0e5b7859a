import { AvatarError } from '@/lib/errors';
import { RETRY_AFTER_SECONDS } from '@/lib/scheduling/limits';
import { BODY_BUDGET_BYTES, BODY_BUDGET_SHARE } from '../limits';

/** Counts the bytes of all bodies that are in memory, in the whole process. */
export interface BodyBudget {
  /** Opens the account of one request. @param sender whoever shares a bound with those of the same name */
  open(sender: string): BodyAccount;
}

/** The bytes of one request. */
export interface BodyAccount {
  /**
   * Counts bytes that have come.
   *
   * @param announced of the whole body, where it is known: one that does not fit now is not begun
   * @throws AvatarError busy
   */
  add(bytes: number, announced?: number): void;
  /** Gives everything back. To be called however the request ended. */
  close(): void;
}

/**
 * What has come is counted, not what was announced: nobody takes up room by promises. Bodies do not wait for room, since those that
 * are half read would wait for one another.
 *
 * @param largestBytes the largest body that is taken; two of them fit, whatever the bound says
 */
export function createBodyBudget(largestBytes: number, boundBytes = BODY_BUDGET_BYTES): BodyBudget {
  const capacity = Math.max(boundBytes, 2 * largestBytes);
  const share = Math.floor(capacity * BODY_BUDGET_SHARE);
  const bySender = new Map<string, number>();
  let total = 0;

  function change(sender: string, by: number): void {
    total += by;
    const theirs = (bySender.get(sender) ?? 0) + by;
    if (theirs > 0) bySender.set(sender, theirs);
    else bySender.delete(sender);
  }

  return {
    open(sender) {
      let held = 0;
      return {
        add(bytes, announced = 0) {
          const needed = Math.max(bytes, announced - held);
          if (total + needed > capacity || (bySender.get(sender) ?? 0) + needed > share) throw full();
          held += bytes;
          change(sender, bytes);
        },
        close() {
          change(sender, -held);
          held = 0;
        },
      };
    },
  };
}

function full(): AvatarError {
  const message = `Too many uploads in progress. Try again in ${RETRY_AFTER_SECONDS} seconds.`;
  return new AvatarError('busy', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
