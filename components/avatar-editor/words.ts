import { type InputFormat, listFormats } from '@/lib/avatars/limits';
import type { Failure } from '../api/failure';
import type { AvatarResource } from '../api/resource';
import type { UploadRules } from '../api/rules';
import type { Problem } from './machine';

/** Keeps a number and its unit on one line. */
const NO_BREAK = '\u00a0';

/** A number of bytes as people say it: `25 MB`, `900 kB`. */
export function sayBytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes < 1) return `${Math.ceil(bytes / 1024)}${NO_BREAK}kB`;
  return `${megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes)}${NO_BREAK}MB`;
}

/** What came of asking Gravatar. */
export function sayGravatar(before: AvatarResource, after: AvatarResource): string {
  if (after.id === null) return 'No picture from Gravatar.';
  return before.source === 'gravatar' && before.key === after.key ? 'Nothing new from Gravatar.' : 'Picture taken from Gravatar.';
}

/** Why nothing can be changed, when the administrator says so. */
export const LOCKED = 'Changing pictures is switched off here. Ask an administrator.';

/** The policy may leave no format but TIFF, which these pages do not take. */
export const NO_FORMAT = 'No format of picture is accepted here at present. An administrator can change that.';

/** Why an animation does not move. */
export const WHY_STILL = {
  flashing: 'Your animation flashes in a way that can cause seizures, so its first frame is shown instead.',
  frames: 'Your animation has more frames than we keep moving, so its first frame is shown instead. A shorter one would move.',
  pixels: 'Your animation is too large to keep moving, so its first frame is shown instead. A smaller or shorter one would move.',
  bytes: 'Your animation would be too heavy for pages to load, so its first frame is shown instead. A smaller or shorter one would move.',
  format: 'Animations in an AVIF or HEIC do not move here, so its still picture is shown instead. A GIF or an animated WebP would move.',
} as const;

const choose = (text: string): Problem => ({ text, next: 'choose' });
const retry = (text: string): Problem => ({ text, next: 'retry' });

/** What there is to lose when something fails: a picture in its frame, or nothing, since it could not be opened. */
export type Stage = 'framed' | 'unopened';

/** A failure in plain words, with the limit that was hit and what helps. */
export function explain(
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
      return again('That was too often.', `try again in ${Math.ceil(retryAfterSeconds ?? 60)} seconds.`);
    case 'busy':
      return again('The server is busy.', `try again in ${retryAfterSeconds ?? 10} seconds.`);
    case 'file_too_large':
      return choose(
        limitBytes === undefined
          ? `The server, or something in front of it, refused a file of this size. Choose a smaller one; ${sayBytes(maxBytes)} is the most we take.`
          : `This file is too large: ${sayBytes(limitBytes)} is the most. Choose a smaller one.`,
      );
    case 'unsupported_format':
      return choose(wrongType(formats));
    case 'heic_unsupported':
      return choose(heicOff(formats));
    case 'corrupt_image':
    case 'truncated_body':
      return choose('This picture is damaged or incomplete. Choose another one, or save it anew in a picture program first.');
    case 'changes_disabled':
      return choose(LOCKED);
    case 'precondition_failed':
      return choose('Your picture was changed elsewhere in the meantime. Cancel, then frame the new one.');
    case 'empty_file':
      return choose('This file is empty. Choose another one.');
    case 'too_many_pixels':
    case 'too_complex':
      return choose(detail || 'This picture has too many pixels. Choose a smaller one.');
    case 'body_too_slow':
      return retry('The connection is too slow at present. Your framing is kept; try again once it is better.');
    case 'storage_failed':
    case 'internal':
    case 'unexpected':
      return again('Something went wrong on the server.', 'try again in a moment.');
    default:
      return retry(detail || 'That did not work. Try again.');
  }
}

export function wrongType(formats: readonly InputFormat[]): string {
  if (formats.length === 0) return NO_FORMAT;
  return `This is not a picture that we can read. Choose a ${listFormats(formats)} file.`;
}

export function heicOff(formats: readonly InputFormat[]): string {
  const advice = 'On an iPhone, share the photo as a JPEG, or choose Settings › Camera › Formats › Most Compatible for photos to come.';
  return `HEIC pictures are not taken here. Choose a ${listFormats(formats)} file. ${advice}`;
}

export const TOO_MANY: Problem = choose('One picture at a time: drop or choose a single file.');

export function tooLarge(bytes: number, maxBytes: number): Problem {
  if (sayBytes(bytes) === sayBytes(maxBytes))
    return choose(`This file is just over the limit of ${sayBytes(maxBytes)}. Choose a smaller one.`);
  return choose(`This file has ${sayBytes(bytes)}; ${sayBytes(maxBytes)} is the most. Choose a smaller one.`);
}
