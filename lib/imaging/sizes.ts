/** Longest side in pixels of what a browser that cannot show a picture gets to frame it on: sharp on any screen, and some 300 kB. */
export const PREVIEW_SIDE = 2048;

/** The sizes that we serve, in pixels; nothing between them exists, so nobody can make us render a thousand sizes. */
export const LADDER = [20, 30, 40, 55, 64, 75, 90, 100, 128, 180, 200, 230, 256, 290, 400, 500, 512, 1024] as const;

export const LARGEST_SIZE = 1024 satisfies (typeof LADDER)[number];

/** `full` is the crop at its own size, up to this many pixels: a picture for print or a profile page, not an archive. */
export const FULL_SIDE = 2048;

/** Most pixels of a whole picture that nobody framed: a phone's photo of 12 megapixels is shown in its original size. */
export const MAX_WHOLE_PIXELS = 16_000_000;

export type Size = (typeof LADDER)[number] | 'full';

/** Rendered while the person waits, as WebP: what our own pages and most clients ask for. The others are made when first asked for. */
export const EAGER_SIZES = [64, 128, 256, 512] as const satisfies readonly Size[];

/** Largest side of a moving rendition in pixels: a picture that moves is looked at small, and bytes grow with the square. */
export const ANIMATION_SIDE = 512;

/** Pixels of a moving rendition over all its frames. Making it takes twelve bytes for each; long animations are made smaller for it. */
const MAX_ANIMATED_PIXELS = 24_000_000;

/** Side of the frames that all moving renditions of an animation are made from, in pixels. @param available side of the crop */
export function animationSide(frames: number, available: number): number {
  return Math.min(ANIMATION_SIDE, available, Math.floor(Math.sqrt(MAX_ANIMATED_PIXELS / frames)));
}

/** The moving rendition that is made while the person waits: the largest, by which the bytes are judged. Smaller ones are made when asked for. */
export const EAGER_ANIMATION = ANIMATION_SIDE satisfies Size;

/** A size as an address spells it, or undefined when the ladder does not have it. */
export function parseSize(text: string): Size | undefined {
  return text === 'full' ? 'full' : LADDER.find((size) => String(size) === text);
}

/** The smallest ladder size that is at least `pixels`, or the largest. */
export function sizeAtLeast(pixels: number): Size {
  return LADDER.find((size) => size >= pixels) ?? LARGEST_SIZE;
}
