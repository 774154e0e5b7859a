import type { AvatarErrorCode } from '@/lib/errors';
import type { InputFormat } from '@/lib/imaging/media-types';
import type { AnimationDropped } from '@/lib/imaging/types';
import type { Raster } from '../reference';

/** A picture of the corpus: a file and the expected result of its upload. */
export type CorpusPicture = {
  /** The property under test, as a test title. */
  name: string;
  /** File name sent by the client, if it is the property under test. */
  fileName?: string;
  file: () => Promise<Uint8Array> | Uint8Array;
  /** Accepted formats, if they differ from the default. */
  accepted?: readonly InputFormat[];
} & ({ shows: Shown } | { refused: AvatarErrorCode });

export interface Shown {
  format: InputFormat;
  /** The displayed, uncropped picture in sRGB. Its size must be reported, and its middle square served. */
  picture: Raster;
  /** Tolerance for the PNG of the middle square. */
  near: Nearness;
  /** Number of frames; not checked if omitted. */
  frames?: number;
  /** The animation, or the reason why it was dropped; not checked if omitted. */
  moves?: Moving | AnimationDropped;
}

export interface Moving {
  /** Displayed, uncropped frames. */
  frames: readonly Raster[];
  /** In milliseconds. */
  delays: readonly number[];
  /** Number of plays; 0 loops for ever. */
  loop: number;
}

export interface Nearness {
  /** Maximum mean absolute difference over all pixels and channels, of 255, composited on white. */
  mean: number;
  /** Maximum CIEDE2000 difference in the middle of a patch; 1 is just noticeable side by side. */
  patch: number;
}

/** Lossless: one or two roundings in 8 bits. */
export const EXACT: Nearness = { mean: 0.5, patch: 0.5 };

/** Lossless except for rounding: by a profile, 10 bits, or YCbCr. */
export const ROUNDED: Nearness = { mean: 2, patch: 1.5 };

/** Lossy encoding at high quality, which blurs colours at the edges of patches. */
export const LOSSY: Nearness = { mean: 4, patch: 3 };
