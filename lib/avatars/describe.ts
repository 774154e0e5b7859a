import { AvatarError, wrongField } from '@/lib/errors';
import { visibleText } from '@/lib/text';
import { MAX_ALT_LENGTH } from './limits';

/** Trims and bounds alternative text. Text of invisible characters counts as empty. @throws AvatarError invalid_request */
export function validateAlt(alt: string): string {
  // PostgreSQL refuses NUL, and screen readers cannot read control characters.
  const text = visibleText(alt.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
  if (text.length <= MAX_ALT_LENGTH) return text;
  const message = `Expected at most ${MAX_ALT_LENGTH} characters, got ${text.length}.`;
  throw new AvatarError('invalid_request', `The description is too long. ${message}`, {
    fields: { alt: message },
    fieldProblems: { alt: { code: 'too_long', limit: MAX_ALT_LENGTH } },
  });
}

/** A colour as `#rrggbb`, in lower case, or `blur` or `transparent`. @throws AvatarError invalid_request */
export function validateBackground(background: string): string {
  if (/^#[0-9a-f]{6}$/i.test(background)) return background.toLowerCase();
  if (background === 'blur' || background === 'transparent') return background;
  const message = `Expected a colour such as #ffffff, blur or transparent, got ${background.slice(0, 40)}.`;
  throw wrongField('background', message, 'colour', `Invalid background. ${message}`);
}

/** @param frame of the still picture, from 0; the first by default @throws AvatarError invalid_request */
export function validateStillFrame(frame: number | undefined, { frames }: { frames: number }): number {
  if (frame === undefined) return 0;
  if (Number.isInteger(frame) && frame >= 0 && frame < frames) return frame;
  const message = `Expected a frame from 0 to ${frames - 1}, got ${frame}.`;
  throw wrongField('stillFrame', message, 'too_large', `Invalid stillFrame. ${message}`);
}
