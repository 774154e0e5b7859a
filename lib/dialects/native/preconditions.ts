import type { Avatars } from '@/lib/avatars/avatars';
import type { Change } from '@/lib/avatars/change';
import type { AvatarState } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';
import { entityTags, matchAllows, tagMatches } from '@/lib/http/conditional';
import { stateTag } from './resource';

/** The conditional headers of a request (RFC 9110 section 13.1). */
export interface Preconditions {
  /** `If-Match` and `If-None-Match` as sent. They are part of the fingerprint of a request. */
  sent: readonly (string | null)[];
  /** Refuses a request before its body is read if no state of this person can satisfy `If-Match`. @throws AvatarError precondition_failed */
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
      // Clients send `*` to create a picture: a generated avatar counts as none.
      if (noneMatch && (noneMatch.any ? state.source !== 'none' : tagMatches(request, tag))) {
        throw new AvatarError('precondition_failed', `If-None-Match: expected another state than ${tag}.`);
      }
    },
  };
}

/** Checks the preconditions and binds the change to the version that satisfies them. @throws AvatarError precondition_failed */
export async function settled(change: ConditionalChange, { avatars }: { avatars: Pick<Avatars, 'stateOf'> }): Promise<Change> {
  const { preconditions, ...rest } = change;
  if (!preconditions) return rest;
  const state = await avatars.stateOf(change.userId);
  preconditions.check(state);
  return { ...rest, expectedVersion: state.version };
}

/** A change that applies only to states that satisfy the conditional headers. */
export interface ConditionalChange extends Change {
  preconditions: Preconditions | null;
}
