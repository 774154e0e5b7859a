import { AvatarError, pictureLocked } from '@/lib/errors';
import type { Change } from './change';
import { requireChangesAllowed } from './policy';
import type { AvatarRecords, AvatarState, Policy } from './ports';

/** Checks who may change a picture, and that it is still the version that the client saw. */
export interface Permission {
  /** Checks that the principal may change this picture. @returns the policy in force. @throws AvatarError forbidden, changes_disabled */
  authorize(change: Change): Promise<Policy>;
  /** The part of {@link authorize} that does not depend on scopes: the policy, and the lock of the picture. @throws AvatarError changes_disabled */
  requireUnlocked(change: Change): Promise<Policy>;
  /** Checks the expected version before any expensive stage; the transaction checks it again. @throws AvatarError precondition_failed */
  expectedState(change: Change): Promise<AvatarState>;
  /** Both checks, in this order. */
  allowedState(change: Change): Promise<AvatarState>;
}

export function createPermission(records: Pick<AvatarRecords, 'policy' | 'stateOf' | 'restrictions'>): Permission {
  async function allowedState(change: Change): Promise<AvatarState> {
    await authorize(change);
    return expectedState(change);
  }

  async function authorize(change: Change): Promise<Policy> {
    const { principal, userId, moderation } = change;
    if (moderation) return requireUnlocked(change);
    if (principal?.userId !== userId) throw new AvatarError('forbidden', 'This picture belongs to another user.');
    if (!principal.scopes.includes('avatar:write')) {
      throw new AvatarError('forbidden', 'This API key is read-only. Expected the scope avatar:write.');
    }
    return requireUnlocked(change);
  }

  async function requireUnlocked({ principal, userId, moderation, policy: given }: Change): Promise<Policy> {
    const policy = given ?? (await records.policy());
    if (principal) requireChangesAllowed(policy, principal);
    if (moderation?.by === 'administrator') return policy;
    const lockedUntil = (await records.restrictions(userId))?.lockedUntil;
    if (lockedUntil && lockedUntil > new Date()) throw pictureLocked(lockedUntil);
    return policy;
  }

  async function expectedState({ userId, expectedVersion }: Change): Promise<AvatarState> {
    const state = await stateOf(userId);
    if (expectedVersion === undefined || expectedVersion === state.version) return state;
    throw new AvatarError('precondition_failed', 'The picture has changed since you read it. Fetch the current version, then try again.');
  }

  async function stateOf(userId: number): Promise<AvatarState> {
    const state = await records.stateOf(userId);
    if (!state) throw new AvatarError('not_found', `User ${userId} not found.`);
    return state;
  }

  return { authorize, requireUnlocked, expectedState, allowedState };
}
