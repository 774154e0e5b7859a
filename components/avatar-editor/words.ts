import { listFormats } from '@/lib/avatars/limits';
import type { Failure } from '../api/failure';
import type { Problem } from './machine';

/** Keeps a number and its unit on one line. */
const NO_BREAK = '\u00a0';

/** A number of bytes as people say it: `25 MB`, `900 kB`. */
export function sayBytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes < 1) return `${Math.ceil(bytes / 1024)}${NO_BREAK}kB`;
  return `${megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes)}${NO_BREAK}MB`;
}

/** Why nothing can be changed, when the administrator says so. */
export const LOCKED = 'Changing pictures is switched off here. Ask an administrator.';

const choose = (text: string): Problem => ({ text, next: 'choose' });
const retry = (text: string): Problem => ({ text, next: 'retry' });

/** A failure in plain words, with the limit that was hit and what helps. @param maxBytes the largest upload, if the server did not say */
export function explain({ code, detail, limitBytes, retryAfterSeconds }: Failure, maxBytes: number): Problem {
  switch (code) {
    case 'offline':
      return retry('You are offline. Your framing is kept; try again once you are connected.');
    case 'unreachable':
      return retry('The server could not be reached. Your framing is kept; check the connection and try again.');
    case 'timeout':
      return retry('The server has not answered for a minute. Your framing is kept; try again.');
    case 'not_authenticated':
    case 'invalid_credentials':
      return { text: 'You have been signed out. Sign in in a new tab, then come back here and try again.', next: 'sign-in' };
    case 'rate_limited':
      return retry(`That was too often. Your framing is kept; try again in ${Math.ceil(retryAfterSeconds ?? 60)} seconds.`);
    case 'busy':
      return retry(`The server is busy. Your framing is kept; try again in ${retryAfterSeconds ?? 10} seconds.`);
    case 'file_too_large':
      return choose(
        limitBytes === undefined
          ? `The server, or something in front of it, refused a file of this size. Choose a smaller one; ${sayBytes(maxBytes)} is the most we take.`
          : `This file is too large: ${sayBytes(limitBytes)} is the most. Choose a smaller one.`,
      );
    case 'unsupported_format':
      return choose(wrongType());
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
      return retry('Something went wrong on the server. Your framing is kept; try again in a moment.');
    default:
      return retry(detail || 'That did not work. Try again.');
  }
}

export function wrongType(): string {
  return `This is not a picture that we can read. Choose a ${listFormats()} file.`;
}

export const TOO_MANY: Problem = choose('One picture at a time: drop or choose a single file.');

export const NOT_SHOWN: Problem = choose(
  `Your browser cannot show this file. It may be damaged, or of a kind that browsers do not know. Choose a ${listFormats()} file.`,
);

export function tooLarge(bytes: number, maxBytes: number): Problem {
  if (sayBytes(bytes) === sayBytes(maxBytes))
    return choose(`This file is just over the limit of ${sayBytes(maxBytes)}. Choose a smaller one.`);
  return choose(`This file has ${sayBytes(bytes)}; ${sayBytes(maxBytes)} is the most. Choose a smaller one.`);
}
