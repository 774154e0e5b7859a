import type { FaceBox } from '../api/resource';
import type { Via } from '../api/via';
import { cropOf, type Extent, type FramedCrop, type Framing, fill, framingOf, keepInView, liesBeyond, WHOLE } from './crop/framing';
import { type History, NO_HISTORY } from './history';
import type { SmallCopy } from './open/small-copy';

/** A smaller copy of a large photo. */
export interface ShownCopy extends Extent {
  url: string;
  /** Whether a larger one is being made: this one has no pixels to zoom in. */
  isFirst: boolean;
  /** Makes the larger one, which the server can look at. */
  whole: () => Promise<SmallCopy | null>;
  /** Frees the pixels of the photo, unless the larger one is made of them. */
  close: () => void;
}

/** Source of the framed picture: a file to upload, or the stored original. */
export interface Source {
  file: File | null;
  /** The bytes of the file or original. */
  blob: Blob;
  /** Object URL to display: of the picture itself, or of a preview. */
  url: string;
  /** A smaller copy of a large photo, shown until the person zooms in. */
  copy?: ShownCopy | undefined;
  /** Data URL of a small, blurred copy for around the frame; absent where the browser blurs the picture itself. */
  surroundings?: string | undefined;
  /** Object URL of the first frame of an animation, for reduced motion; null for other pictures. */
  stillUrl: string | null;
  /** Whether the format has no transparency: JPEG. */
  opaque: boolean;
  /** The initial crop. */
  crop: FramedCrop | null;
  /** The initial background: `#rrggbb`, `blur` or `transparent`. */
  background: string;
  /** Frames of an animation that the server can show moving; 0 where the browser cannot count them, absent for other pictures. */
  frames?: number;
  /** The initial choice of an animation: its still frame, the first by default, and whether it moves. */
  stillFrame?: number;
  animate?: boolean;
  /** ETag of the picture to reframe; null for a file. */
  tag: string | null;
  /** Id of the kept picture to reframe, if it is not the current one. */
  version?: number | undefined;
  /** File name of the stored original. */
  name?: string | undefined;
  /** Where the stored original came from, if a page may say so of an upload. */
  via?: Via | undefined;
}

/** The state that undo reverts. Text fields have an undo of their own. */
export interface Adjustments {
  framing: Framing;
  /** Whether the frame may show more than the picture: zoomed out, or saved so by another client. */
  padded: boolean;
  background: string;
  /** Frame of an animation that its stills show, from 0. */
  stillFrame: number;
  /** Whether an animation moves. */
  animate: boolean;
}

/** Work that would be lost: a picture with its framing and description. */
export interface Work extends Adjustments {
  source: Source;
  picture: Extent;
  /** Whether the picture has transparent pixels, so that the background matters. */
  transparent: boolean;
  /** Where the server has found faces, in pixels of the picture; none until it answers. */
  faces: readonly FaceBox[];
  alt: string;
  /** The initial description: that of the reframed or replaced picture. */
  startAlt: string;
  history: History<Adjustments>;
}

/** The framing to display and save: the requested one, clamped to the picture. */
export function shownFraming({ framing, picture, padded }: Pick<Work, 'framing' | 'picture' | 'padded'>): Framing {
  return padded ? keepInView(framing, picture) : fill(framing, picture);
}

export function shownCrop(work: Pick<Work, 'framing' | 'picture' | 'padded'>): FramedCrop {
  return cropOf(shownFraming(work), work.picture, work.padded);
}

/** Whether the copy of a large photo has enough pixels to show the crop on a square. @param side of that square, in pixels of the screen */
export function isCopyEnough(work: Work, { width }: Extent, side: number): boolean {
  return shownCrop(work).width * (width / work.picture.width) >= side;
}

/** Whether the background matters: behind transparent pixels, or around the picture. */
export function hasBackground({ transparent, padded }: Pick<Work, 'transparent' | 'padded'>): boolean {
  return transparent || padded;
}

/**
 * The background of the square, as saved: a colour only around a picture that does not fill it. Behind transparent pixels a
 * colour shows in formats without transparency alone.
 */
export function shownBackground(work: Work): string {
  const { background, picture } = work;
  return background === 'blur' || liesBeyond(shownCrop(work), picture) ? background : 'transparent';
}

/** Begins to frame a picture that has been opened. */
export function startWork(source: Source, opened: Pick<Work, 'picture' | 'transparent' | 'alt' | 'startAlt'>): Work {
  return { ...opened, source, ...startOf(source, opened.picture), faces: [], history: NO_HISTORY };
}

/** The initial adjustments. */
export function startOf({ crop, background, stillFrame = 0, animate = true }: Source, picture: Extent): Adjustments {
  const framing = crop ? framingOf(crop, picture) : WHOLE;
  return { framing, padded: isPadded(framing, picture), background, stillFrame, animate };
}

/** Whether the person has changed something since the picture was opened. */
export function isChanged(work: Work): boolean {
  const start = { picture: work.picture, ...startOf(work.source, work.picture) };
  return !areEquivalent(work, start) || work.alt.trim() !== work.startAlt;
}

/** Whether two sets of adjustments of the same picture are saved as the same. */
export function areEquivalent(one: Adjustments & Pick<Work, 'picture'>, other: Adjustments & Pick<Work, 'picture'>): boolean {
  const [a, b] = [shownCrop(one), shownCrop(other)];
  const isFramed = a.x === b.x && a.y === b.y && a.width === b.width && a.rotate === b.rotate && a.flip === b.flip;
  const isShownTheSame = one.stillFrame === other.stillFrame && one.animate === other.animate;
  return isFramed && isShownTheSame && one.background === other.background;
}

/** Whether a framing shows more than the picture. */
export function isPadded(framing: Framing, picture: Extent): boolean {
  const filled = cropOf(fill(framing, picture), picture);
  const asked = cropOf(framing, picture, true);
  // One pixel of rounding.
  return Math.max(Math.abs(filled.x - asked.x), Math.abs(filled.y - asked.y), Math.abs(filled.width - asked.width)) > 1;
}
