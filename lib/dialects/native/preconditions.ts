import type { Change } from '@/lib/avatars/change';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { entityTags, matchAllows, tagMatches } from '@/lib/http/conditional';
import type { Services } from '@/lib/http/endpoint';
import { stateTag } from './resource';

/** What a request demands of the state that it changes (RFC 9110 section 13.1). */
export interface Preconditions {
  /** `If-Match` and `If-None-Match` as they were sent: requests that differ in them are not the same. */
  sent: readonly (string | null)[];
  /** Refuses before a body is read where no state of this person can satisfy `If-Match`. @throws AvatarError precondition_failed */
  plausibleFor(userId: number): void;
  /** @throws AvatarError precondition_failed */
  check(state: AvatarState): void;
}

/** @returns null when the request has neither `If-Match` nor `If-None-Match` */
export function preconditionsOf(request: Request): Preconditions | null {
  const [match, noneMatch] = [entityTags(request, 'if-match'), entityTags(request, 'if-none-match')];
  if (match === null && noneMatch === null) return null;
  return {
    sent: [request.headers.get('if-match'), request.headers.get('if-none-match')],
    plausibleFor(userId) {
      if (match === null || match.any || match.tags.some(({ weak, opaque }) => !weak && opaque.startsWith(`a${userId}v`))) return;
      throw new AvatarError(
        'precondition_failed',
        `Invalid If-Match: expected an ETag of this picture, got ${request.headers.get('if-match')}.`,
      );
    },
    check(state) {
      const tag = stateTag(state);
      if (!matchAllows(request, tag)) {
        throw new AvatarError(
          'precondition_failed',
          'The picture has changed since you read it. Fetch the current version, then try again.',
        );
      }
      // `*` is for clients that mean to create: the generated picture is what stands in for one that nobody chose.
      if (noneMatch && (noneMatch.any ? state.source !== 'none' : tagMatches(request, tag))) {
        throw new AvatarError('precondition_failed', `If-None-Match: expected another state than ${tag}.`);
      }
    },
  };
}

/** Checks the preconditions and ties the change to the state for which they hold. @throws AvatarError precondition_failed */
export async function settled(change: ConditionalChange, { avatars }: Services): Promise<Change> {
  const { preconditions, ...rest } = change;
  if (!preconditions) return rest;
  const state = await avatars.stateOf(change.userId);
  preconditions.check(state);
  return { ...rest, expectedVersion: state.version };
}

/** A change of which the client says to which state it may happen. */
export interface ConditionalChange extends Change {
  preconditions: Preconditions | null;
}
