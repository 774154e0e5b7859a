import type { Source } from './decode';
import { AvatarError } from './errors';
import { MAX_ALT_LENGTH, MAX_PIXELS, MAX_SIDE } from './limits';

/** Refuses, by the header alone, what would cost too much to decode. @throws AvatarError too_many_pixels */
export function validateSize({ width, height, frames }: Pick<Source, 'width' | 'height' | 'frames'>): void {
  const details = { width, height, frames, limitPixels: MAX_PIXELS, limitSide: MAX_SIDE };
  if (width > MAX_SIDE || height > MAX_SIDE) {
    throw new AvatarError(
      'too_many_pixels',
      `The picture is ${width} × ${height} pixels. Expected sides of at most ${MAX_SIDE} pixels.`,
      details,
    );
  }
  if (width * height * frames > MAX_PIXELS) {
    const size = frames > 1 ? `${width} × ${height} pixels in ${frames} frames` : `${width} × ${height} pixels`;
    throw new AvatarError(
      'too_many_pixels',
      `The picture has ${size}, ${megapixels(width * height * frames)} million in all. Expected at most ${megapixels(MAX_PIXELS)} million.`,
      details,
    );
  }
}

function megapixels(pixels: number): string {
  return String(Math.ceil(pixels / 1_000_000));
}

/** Trims a description and bounds it. @throws AvatarError invalid_request */
export function validateAlt(alt: string): string {
  // PostgreSQL refuses NUL, and no screen reader knows what to do with the others.
  const text = alt.replaceAll(/\p{Cc}+/gu, ' ').trim();
  if (text.length <= MAX_ALT_LENGTH) return text;
  const message = `Expected at most ${MAX_ALT_LENGTH} characters, got ${text.length}.`;
  throw new AvatarError('invalid_request', `The description is too long. ${message}`, { fields: { alt: message } });
}

/** A colour as `#rrggbb`, in small letters. @throws AvatarError invalid_request */
export function validateBackground(background: string): string {
  if (/^#[0-9a-f]{6}$/i.test(background)) return background.toLowerCase();
  const message = `Expected a colour such as #ffffff, got ${background.slice(0, 40)}.`;
  throw new AvatarError('invalid_request', `The background is no colour. ${message}`, { fields: { background: message } });
}
