/** Crops with fewer pixels look soft where pictures are shown large. */
export const SHARP_SIDE = 256;

/** Alpha from which a pixel is seen at all, of 255. */
const VISIBLE_ALPHA = 24;

/** Mean alpha below which almost all is transparent, of 255. */
const CLEAR_ALPHA = 20;

/** Contrast, as WCAG defines it, below which a pixel merges with the page. */
const MERGES_BELOW = 1.35;

/** Share of merging pixels from which a picture disappears: a few others do not make it recognizable. */
const DISAPPEARS_FROM = 0.97;

export type Warning = 'small' | 'face' | 'clear' | 'dark' | 'light';

/** Typical pages: of white paper, and of a dark theme. */
const PAGES = { light: [255, 255, 255], dark: [23, 24, 28] } as const;

/**
 * Finds what a person should know before saving. Nothing of it prevents that.
 * @param pixels red, green, blue and alpha of a small square copy of the framed picture, with its background; null: not known yet
 * @param cropWidth side of the crop in pixels of the original
 * @param cuts whether the circle cuts the face of the picture
 */
export function findWarnings(pixels: Uint8ClampedArray | null, cropWidth: number, cuts = false): Warning[] {
  const warnings: Warning[] = cropWidth < SHARP_SIDE ? ['small'] : [];
  if (cuts) warnings.push('face');
  if (!pixels) return warnings;
  const seen = pixelsInCircle(pixels);
  const alpha = seen.reduce((sum, pixel) => sum + pixel[3], 0) / Math.max(1, seen.length);
  if (alpha < CLEAR_ALPHA) return [...warnings, 'clear'];
  const visible = seen.filter((pixel) => pixel[3] >= VISIBLE_ALPHA);
  for (const page of ['dark', 'light'] as const) {
    const merging = visible.filter((pixel) => contrast(over(pixel, PAGES[page]), PAGES[page]) < MERGES_BELOW);
    if (merging.length >= visible.length * DISAPPEARS_FROM) warnings.push(page);
  }
  return warnings;
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];
type Colour = readonly [red: number, green: number, blue: number];

/** Most pages show the circle only. */
function pixelsInCircle(pixels: Uint8ClampedArray): Pixel[] {
  const side = Math.sqrt(pixels.length / 4);
  const found: Pixel[] = [];
  for (let at = 0; at < pixels.length; at += 4) {
    const [x, y] = [((at / 4) % side) + 0.5 - side / 2, Math.floor(at / 4 / side) + 0.5 - side / 2];
    if (Math.hypot(x, y) > side / 2) continue;
    found.push([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0, pixels[at + 3] ?? 0]);
  }
  return found;
}

function over([red, green, blue, alpha]: Pixel, [r, g, b]: Colour): Colour {
  const share = alpha / 255;
  return [red * share + r * (1 - share), green * share + g * (1 - share), blue * share + b * (1 - share)];
}

function contrast(a: Colour, b: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Colour): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
