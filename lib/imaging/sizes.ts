/** Longest side of a preview in pixels: sharp on any screen, about 300 kB. Browsers crop on it if they cannot decode the upload. */
export const PREVIEW_SIDE = 2048;

/** Served sizes in pixels. The ladder is fixed, so clients cannot request a thousand different sizes. */
export const LADDER = [20, 30, 40, 55, 64, 75, 90, 100, 128, 180, 200, 230, 256, 290, 400, 500, 512, 1024] as const;

export const LARGEST_SIZE = 1024 satisfies (typeof LADDER)[number];

/** `full` is the crop at its own size, up to this many pixels: enough for print or a profile page. */
export const FULL_SIDE = 2048;

/** Maximum pixels of an uncropped picture: a phone photo of 12 megapixels is served in its original size. */
export const MAX_WHOLE_PIXELS = 16_000_000;

export type Size = (typeof LADDER)[number] | 'full';

/** Sizes rendered during the upload, as WebP: the ones that our pages and most clients request. The others are rendered on demand. */
export const EAGER_SIZES = [64, 128, 256, 512] as const satisfies readonly Size[];

/** Largest side of an animated rendition in pixels. Animations are shown small, and bytes grow with the square. */
export const ANIMATION_SIDE = 512;

/** Maximum pixels of an animated rendition over all its frames. Encoding takes twelve bytes each; long animations get smaller frames. */
const MAX_ANIMATED_PIXELS = 24_000_000;

/** Side of the frames from which all animated renditions are scaled, in pixels. @param available side of the crop */
export function animationSide(frames: number, available: number): number {
  return Math.min(ANIMATION_SIDE, available, Math.floor(Math.sqrt(MAX_ANIMATED_PIXELS / frames)));
}

/** The animated rendition made during the upload: the largest, to which the byte limit applies. Smaller ones are rendered on demand. */
export const EAGER_ANIMATION = ANIMATION_SIDE satisfies Size;

/** Parses a size in a URL. Returns undefined if it is not on the ladder. */
export function parseSize(text: string): Size | undefined {
  return text === 'full' ? 'full' : LADDER.find((size) => String(size) === text);
}

/** The smallest ladder size that is at least `pixels`, or the largest. */
export function sizeAtLeast(pixels: number): Size {
  return LADDER.find((size) => size >= pixels) ?? LARGEST_SIZE;
}
