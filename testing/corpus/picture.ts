import type { AvatarErrorCode } from '@/lib/errors';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { AnimationDropped } from '@/lib/imaging/types';
import type { Raster } from '../reference';

/** One picture of the zoo: a file, and what must come of it when it is uploaded. */
export type CorpusPicture = {
  /** What is odd about it, as the title of a test. */
  name: string;
  /** What the client calls it, when that is what is odd. */
  fileName?: string;
  file: () => Promise<Uint8Array> | Uint8Array;
  /** What the client may send, where that is not what most may. */
  accepted?: readonly InputFormat[];
} & ({ shows: Shown } | { refused: AvatarErrorCode });

export interface Shown {
  format: InputFormat;
  /** The picture as people see it, in sRGB, whole: its size is the one that must be reported, and its middle square what is served. */
  picture: Raster;
  /** How near the PNG of that square comes to it. */
  near: Nearness;
  /** Not looked at unless given. */
  frames?: number;
  /** What it does, or why it was made to stand still. Not looked at unless given. */
  moves?: Moving | AnimationDropped;
}

export interface Moving {
  /** As people see them, whole. */
  frames: readonly Raster[];
  /** In milliseconds. */
  delays: readonly number[];
  /** How often it is played; 0 is for ever. */
  loop: number;
}

export interface Nearness {
  /** Most mean absolute difference over all pixels and channels, of 255, after flattening onto white. */
  mean: number;
  /** Most difference of a patch in the middle of each sixteenth, in CIEDE2000, where 1 is the least that people see side by side. */
  patch: number;
}

/** Nothing was lost: what a rounding or two in 8 bits make. */
export const EXACT: Nearness = { mean: 0.5, patch: 0.5 };

/** Nothing was lost but precision: by a profile, 10 bits, or the numbers that JPEG writes colours in. */
export const ROUNDED: Nearness = { mean: 2, patch: 1.5 };

/** A lossy encoder at a high quality, which blurs colours at the edges of patches. */
export const LOSSY: Nearness = { mean: 4, patch: 3 };
