import type { Principal } from '@/lib/accounts/ports';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Removed } from '@/lib/imaging/metadata/kinds';
import type { Crop } from '@/lib/imaging/types';
import type { AvatarState } from './ports';

/** An upload as a dialect hands it over, already bounded in bytes. */
export interface Upload {
  bytes: Uint8Array;
  /** What the client calls the file; kept for display only. */
  fileName?: string | undefined;
  /** The middle of the picture unless given. */
  crop?: Crop | undefined;
  /** Empty unless given. */
  alt?: string | undefined;
  /** What JPEG shows behind transparent pixels, `#rrggbb`; white unless given. */
  background?: string | undefined;
  /** Formats that this dialect takes; `GENERAL_FORMATS` unless given. */
  accepted?: readonly InputFormat[] | undefined;
}

export interface Change {
  principal: Principal;
  /** Whose picture; today always the principal's own. */
  userId: number;
  /** When given, nothing happens unless the picture still is this version. */
  expectedVersion?: number | undefined;
  /** Aborted when whoever asked has gone: then nothing is changed any more. */
  signal?: AbortSignal | undefined;
}

export type Edit = Pick<Upload, 'crop' | 'alt' | 'background'>;

/** The state after an upload, with what was in the file beside its pixels. That is told once, and kept nowhere. */
export interface Saved extends AvatarState {
  removed: Removed[];
}
