import { type InputFormat, listFormats } from '@/lib/imaging/media-types';
import type { Failure } from '../api/failure';
import type { AvatarResource } from '../api/resource';
import type { UploadRules } from '../api/rules';
import type { Problem } from './state-machine';

/** Keeps a number and its unit on one line. */
const NO_BREAK = '\u00a0';

/** Formats a number of bytes: `25 MB`, `900 kB`. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes < 1) return `${Math.ceil(bytes / 1024)}${NO_BREAK}kB`;
  return `${megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes)}${NO_BREAK}MB`;
}

/** Formats a wait, rounded up: `30 seconds`, `1 second`, `5 minutes`. */
function formatSeconds(seconds: number): string {
  if (seconds > 120) return `${Math.ceil(seconds / 60)} minutes`;
  const whole = Math.ceil(seconds);
  return whole === 1 ? '1 second' : `${whole} seconds`;
}

/** Message about the result of asking Gravatar. */
export function gravatarMessage(before: AvatarResource, after: AvatarResource): string {
  return before.source === 'gravatar' && before.key === after.key ? 'Nothing new from Gravatar.' : 'Picture taken from Gravatar.';
}

/** Message when the policy forbids changes. */
export const LOCKED = 'Changing pictures is disabled. Ask an administrator.';

/** The policy may allow only TIFF, which browsers cannot show and these pages do not accept. */
export const NO_FORMAT = 'No picture format is accepted at the moment. Ask an administrator.';

/** Messages for the reasons why an animation was dropped. */
export const DROPPED_ANIMATION_MESSAGES = {
  flashing: 'Your animation flashes in a way that can cause seizures, so only its first frame is shown.',
  frames: 'Your animation has too many frames, so only its first frame is shown. Upload a shorter one to keep it animated.',
  pixels: 'Your animation has too many pixels, so only its first frame is shown. Upload a smaller or shorter one to keep it animated.',
  bytes:
    'Your animation would take pages too long to load, so only its first frame is shown. Upload a smaller or shorter one to keep it animated.',
  format:
    'Animated AVIF and HEIC are not supported, so only the still picture is shown. Upload a GIF or an animated WebP to keep it animated.',
} as const;

const choose = (text: string): Problem => ({ text, next: 'choose' });
const retry = (text: string): Problem => ({ text, next: 'retry' });

/** Work at risk when something fails: a framed picture, or nothing if the picture could not be opened. */
export type Stage = 'framed' | 'unopened';

/** Turns a failure into a message with the exceeded limit and advice. */
export function failureMessage(
  { code, detail, limitBytes, retryAfterSeconds }: Failure,
  { maxBytes, formats }: Pick<UploadRules, 'maxBytes' | 'formats'>,
  stage: Stage = 'framed',
): Problem {
  const again = (what: string, how: string): Problem =>
    retry(`${what} ${stage === 'framed' ? `Your framing is kept; ${how}` : how[0]?.toUpperCase() + how.slice(1)}`);
  switch (code) {
    case 'offline':
      return again('You are offline.', 'try again once you are connected.');
    case 'unreachable':
      return again('The server could not be reached.', 'check the connection and try again.');
    case 'timeout':
      return again(`The server has not answered for ${stage === 'framed' ? 'a minute' : 'minutes'}.`, 'try again.');
    case 'not_authenticated':
    case 'invalid_credentials':
      return { text: 'You have been signed out. Sign in in a new tab, then come back here and try again.', next: 'sign-in' };
    case 'rate_limited':
      return again('Too many requests.', `try again in ${formatSeconds(retryAfterSeconds ?? 60)}.`);
    case 'busy':
      return again('The server is busy.', `try again in ${formatSeconds(retryAfterSeconds ?? 10)}.`);
    case 'file_too_large':
      return choose(
        limitBytes === undefined
          ? `The server, or a proxy in front of it, refused this file as too large. Choose a smaller one; the limit is ${formatBytes(maxBytes)}.`
          : `This file is too large. The limit is ${formatBytes(limitBytes)}. Choose a smaller one.`,
      );
    case 'unsupported_format':
      return choose(formats.length === 0 || !detail ? wrongType(formats) : withAdvice(detail));
    case 'heic_unsupported':
      return choose(heicOff(formats));
    case 'corrupt_image':
      return choose(
        `${detail || 'This picture is damaged or incomplete.'} Choose another one, or open it in an image editor and save it again.`,
      );
    case 'truncated_body':
    case 'upload_not_found':
      return again('The upload was interrupted.', 'try again.');
    case 'file_blocked':
      return choose(detail || 'An administrator has removed this picture before. Choose another one.');
    case 'changes_disabled':
      return choose(LOCKED);
    case 'precondition_failed':
      return choose('Your picture was changed in another tab or program. Cancel, then frame the new one.');
    case 'empty_file':
      return choose('This file is empty. Choose another one.');
    case 'too_many_pixels':
    case 'too_complex':
      return choose(detail || 'This picture has too many pixels. Choose a smaller one.');
    case 'body_too_slow':
      return again('Your connection is too slow.', 'try again on a faster connection.');
    case 'storage_failed':
    case 'internal':
    case 'unexpected':
      return again('Something went wrong on the server.', 'try again in a moment.');
    default:
      return retry(detail || 'Something went wrong. Try again.');
  }
}

/**
 * The server names the detected format, and for some formats a way to convert it. For the others the detail ends with the expected formats.
 */
function withAdvice(detail: string): string {
  return /Expected [^.]+\.$/.test(detail) ? `${detail} Choose one of these.` : detail;
}

export function wrongType(formats: readonly InputFormat[]): string {
  if (formats.length === 0) return NO_FORMAT;
  return `Unsupported file type. Choose a ${listFormats(formats)} file.`;
}

export function heicOff(formats: readonly InputFormat[]): string {
  const advice = 'On an iPhone, share the photo as a JPEG, or choose Settings › Camera › Formats › Most Compatible for future photos.';
  return `HEIC pictures are not supported on this server. Choose a ${listFormats(formats)} file. ${advice}`;
}

/** A problem with a file chosen during an edit. Offers no retry, which would save the edit instead of opening the file. */
export function duringEdit({ text, next }: Problem): Problem {
  return { text: `${text} Your current edit is kept.`, next: next === 'retry' ? 'choose' : next };
}

export const TOO_MANY: Problem = choose('One picture at a time: drop or choose a single file.');

export function tooLarge(bytes: number, maxBytes: number): Problem {
  if (formatBytes(bytes) === formatBytes(maxBytes))
    return choose(`This file is just over the limit of ${formatBytes(maxBytes)}. Choose a smaller one.`);
  return choose(`This file is ${formatBytes(bytes)}; the limit is ${formatBytes(maxBytes)}. Choose a smaller one.`);
}
