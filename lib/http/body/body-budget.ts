import { AvatarError } from '@/lib/errors';
import { RETRY_AFTER_SECONDS } from '@/lib/scheduling/limits';
import { BODY_BUDGET_BYTES, BODY_BUDGET_SHARE } from '../limits';

/** Bounds the bytes of all request bodies in memory, in the whole process. */
export interface BodyBudget {
  /** Opens the reservation of one request. @param sender requests with the same sender share a bound */
  open(sender: string): BodyReservation;
}

/** Bytes that one request holds. */
export interface BodyReservation {
  /**
   * Counts received bytes.
   *
   * @param announced length of the whole body, if known: a body that does not fit now is not read at all
   * @throws AvatarError busy
   */
  add(bytes: number, announced?: number): void;
  /** Gives back bytes that were added and are no longer held. */
  release(bytes: number): void;
  /** Releases all bytes. Call it in every case, even after a failure. */
  close(): void;
}

/**
 * Counts received bytes, not announced ones, so that a client cannot reserve room without sending. Bodies do not wait for room: half-read
 * bodies would wait for one another.
 *
 * @param largestBytes largest accepted body; the capacity is at least twice this
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
        release(bytes) {
          const given = Math.min(bytes, held);
          held -= given;
          change(sender, -given);
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
