import type { Principal } from '@/lib/accounts/ports';
import { AvatarError } from '@/lib/errors';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { PicturePolicy } from './ports';

/** @throws AvatarError changes_disabled */
export function requireChangesAllowed(policy: PicturePolicy, principal: Principal): void {
  if (!policy.avatarChangesDisabled || principal.role === 'admin') return;
  throw new AvatarError('changes_disabled', 'Changing pictures is disabled. Ask an administrator.');
}

/** The lower of the two bounds, in bytes. */
export function lowerBound(policy: PicturePolicy, ownBound: number): number {
  return Math.min(ownBound, policy.maxAvatarBytes ?? ownBound);
}

/** For policies that are stricter than the dialect. @throws AvatarError file_too_large */
export function requireBytesAllowed(policy: PicturePolicy, bytes: Uint8Array): void {
  const limitBytes = policy.maxAvatarBytes;
  if (limitBytes === null || bytes.byteLength <= limitBytes) return;
  throw new AvatarError('file_too_large', `The file is too large: expected at most ${limitBytes} bytes, got ${bytes.byteLength}.`, {
    limitBytes,
  });
}

/** The formats that both the policy and the dialect accept. */
export function acceptedBy(policy: PicturePolicy, own: readonly InputFormat[]): readonly InputFormat[] {
  return policy.acceptedFormats.length === 0 ? own : own.filter((format) => policy.acceptedFormats.includes(format));
}
