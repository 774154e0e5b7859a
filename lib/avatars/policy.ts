import type { Principal } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Policy } from './ports';

/** @throws AvatarError changes_disabled */
export function requireChangesAllowed(policy: Policy, principal: Principal): void {
  if (!policy.avatarChangesDisabled || principal.role === 'admin') return;
  throw new AvatarError('changes_disabled', 'Changing pictures is disabled. Ask an administrator.');
}

/** The lower of the two ceilings, in bytes. */
export function lowerCeiling(policy: Policy, ownCeiling: number): number {
  return Math.min(ownCeiling, policy.maxAvatarBytes ?? ownCeiling);
}

/** @throws AvatarError file_too_large when the policy is lower than what the dialect let through. */
export function requireBytesAllowed(policy: Policy, bytes: Uint8Array): void {
  const limitBytes = policy.maxAvatarBytes;
  if (limitBytes === null || bytes.byteLength <= limitBytes) return;
  throw new AvatarError('file_too_large', `The file is too large: expected at most ${limitBytes} bytes, got ${bytes.byteLength}.`, {
    limitBytes,
  });
}

/** The formats that both take. */
export function acceptedBy(policy: Policy, own: readonly InputFormat[]): readonly InputFormat[] {
  return policy.acceptedFormats.length === 0 ? own : own.filter((format) => policy.acceptedFormats.includes(format));
}
