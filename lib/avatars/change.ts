import type { Principal } from '@/lib/accounts/ports';
import type { Source } from '@/lib/imaging/decode/source';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { Removed } from '@/lib/imaging/metadata/kinds';
import type { Crop } from '@/lib/imaging/types';
import type { Via } from './kept/ports';
import type { Moderation } from './moderation/ports';
import type { AvatarState, Policy } from './ports';

/** An upload as a dialect hands it over, already bounded in bytes. */
export interface Upload {
  bytes: Uint8Array;
  /** File name as the client sent it; for display only. */
  fileName?: string | undefined;
  /** By default the largest square in the middle. */
  crop?: Crop | undefined;
  /** Alternative text; empty by default. */
  alt?: string | undefined;
  /** `#rrggbb`, `blur` or `transparent`; white by default. */
  background?: string | undefined;
  /** Frame of an animation that its stills show, from 0: the first by default. */
  stillFrame?: number | undefined;
  /** false: an animation becomes a still picture. True by default. */
  animate?: boolean | undefined;
  /** Where the file comes from, if the source and the sender do not say so. */
  via?: Via | undefined;
  /** Formats that the dialect accepts; `GENERAL_FORMATS` by default. */
  accepted?: readonly InputFormat[] | undefined;
  /** The header of `bytes`, if `inspect` has read it already. */
  inspected?: Source | undefined;
}

export interface Change {
  /** The person, with credentials that may change the picture; null for a change by others, which has `moderation`. */
  principal: Principal | null;
  /** The person whose picture changes. */
  userId: number;
  /** The caller has checked that the sender may change the pictures of others. */
  moderation?: Moderation | undefined;
  /** Refuses the change unless the state has this version. */
  expectedVersion?: number | undefined;
  /** The policy, if the caller has read it with `Avatars.policy` after the body arrived; read by default. */
  policy?: Policy | undefined;
  /** Aborted when the client disconnects; nothing is committed after that. */
  signal?: AbortSignal | undefined;
}

export type Edit = Pick<Upload, 'crop' | 'alt' | 'background' | 'stillFrame' | 'animate'>;

/** The state after an upload, with the metadata report of the file. The report is returned once and not stored. */
export interface Saved extends AvatarState {
  removed: Removed[];
}
