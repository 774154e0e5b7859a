import type { Counters } from '@/lib/accounts/rate-limit-ports';
import { AvatarError, isAvatarError, wrongField } from '@/lib/errors';
import { FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import { createKeyedSemaphore } from '@/lib/scheduling/keyed-semaphore';
import { createSemaphore } from '@/lib/scheduling/semaphore';
import { partOf } from '@/lib/text';
import type { Change } from '../change';
import { inspect } from '../inspect';
import { MAX_FILE_NAME_LENGTH, MAX_WEB_PICTURE_REQUESTS, WEB_PICTURE_TIMEOUT_MS, WEB_PICTURES_PER_HOUR } from '../limits';
import { createPermission } from '../permission';
import { acceptedBy, lowerBound } from '../policy';
import type { AvatarRecords, PicturePolicy } from '../ports';
import { createHourlyLimit } from '../uploads/hourly-limit';
import type { WebAnswer, WebPictures } from './ports';

/** A picture of another site, as an upload of it would be accepted. */
export interface FetchedPicture {
  bytes: Uint8Array<ArrayBuffer>;
  format: InputFormat;
  /** From the address; for display only. */
  fileName: string;
}

/**
 * Fetches a picture for its person to frame. Nothing is stored.
 *
 * @param reserve called with the number of bytes before they are kept
 * @throws AvatarError forbidden, changes_disabled, invalid_request, rate_limited, busy, address_unreachable, file_too_large, and all that
 *   refuses an upload by its header
 */
export type FetchPicture = (change: Change, address: string, reserve: (bytes: number) => void) => Promise<FetchedPicture>;

export interface FetchPictureParts {
  web: WebPictures;
  records: Pick<AvatarRecords, 'policy' | 'stateOf' | 'restrictions'>;
  counters: Counters;
  maxUploadBytes: number;
  formats: readonly InputFormat[];
  now?: () => number;
}

export function createFetchPicture({ web, records, counters, maxUploadBytes, formats, now = Date.now }: FetchPictureParts): FetchPicture {
  const permission = createPermission(records);
  const requests = createSemaphore({ tasks: MAX_WEB_PICTURE_REQUESTS });
  /** One for each person, whose slow sites must not keep others waiting. */
  const ownRequests = createKeyedSemaphore<number>({ tasks: 1 });
  const count = createHourlyLimit({ counters, name: 'web-picture', what: 'addresses', limit: WEB_PICTURES_PER_HOUR, now });
  // Few take the longest time, so none is refused before it has waited.
  const cost = { bytes: maxUploadBytes, seconds: 0 };

  return async (change, address, reserve) => {
    const policy = await permission.authorize(change);
    const url = readAddress(address, web);
    await count(change.userId);
    const limitBytes = lowerBound(policy, maxUploadBytes);
    let size = 0;
    const onBytes = (bytes: number, announced = 0) => {
      size += bytes;
      if (Math.max(size, announced) > limitBytes) throw tooLarge(limitBytes);
      reserve(bytes);
    };
    const fetchNow = () => web.fetch({ url, onBytes, signal: change.signal });
    const answer = await ownRequests.run(change.userId, cost, () => requests.run(cost, fetchNow));
    if (answer.kind === 'failed') throw failureOf(answer);
    const { bytes, contentType } = answer;
    const format = await inspectFetched(bytes, { policy, formats, maxUploadBytes }).catch(explainPage(contentType));
    return { bytes, format, fileName: fileNameOf(url, format) };
  };
}

/**
 * Checks a fetched file like an upload, by its length and its header.
 * @throws AvatarError for every reason to refuse it
 */
export async function inspectFetched(
  bytes: Uint8Array,
  { policy, formats, maxUploadBytes }: { policy: PicturePolicy; formats: readonly InputFormat[]; maxUploadBytes: number },
): Promise<InputFormat> {
  const limitBytes = lowerBound(policy, maxUploadBytes);
  if (bytes.byteLength > limitBytes) throw tooLarge(limitBytes);
  return (await inspect({ bytes, accepted: acceptedBy(policy, formats) })).format;
}

function tooLarge(limitBytes: number): AvatarError {
  return new AvatarError('file_too_large', `The picture is too large: expected at most ${limitBytes} bytes.`, { limitBytes });
}

/** @throws AvatarError invalid_request */
function readAddress(address: string, web: WebPictures): URL {
  const text = address.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url ? web.problemOf(url) : 'Expected an address such as https://example.org/picture.jpg.';
  if (url && problem === undefined) return url;
  throw wrongField('url', problem ?? '', 'web_address');
}

function failureOf({ reason, ...details }: Extract<WebAnswer, { kind: 'failed' }>): AvatarError {
  if (reason === 'aborted') return new AvatarError('truncated_body', 'The client disconnected before the picture arrived.');
  const httpStatus = 'httpStatus' in details ? { httpStatus: details.httpStatus } : {};
  return new AvatarError('address_unreachable', MESSAGES[reason] ?? statusMessage(httpStatus.httpStatus), { reason, ...httpStatus });
}

const MESSAGES: Partial<Record<string, string>> = {
  timeout: `The other site took longer than ${WEB_PICTURE_TIMEOUT_MS / 1000} seconds.`,
  redirects: 'This address leads on too often, or to where no picture can be.',
  unreachable: 'No public site answers at this address.',
};

function statusMessage(status = 0): string {
  if (status === 401 || status === 403) return 'The other site does not give this picture to us. It may be for signed-in people only.';
  if (status === 404 || status === 410) return 'The other site has no picture at this address.';
  return `The other site answered with status ${status}. Expected a picture.`;
}

/** People often copy the address of the page that shows a picture. */
function explainPage(contentType: string): (error: unknown) => never {
  return (error) => {
    if (isAvatarError(error) && error.code === 'unsupported_format' && /^(?:text\/html|application\/xhtml)/i.test(contentType)) {
      const message = 'This is the address of a page, not of a picture. Open the picture by itself, and copy its address.';
      throw new AvatarError('unsupported_format', message, { found: 'a web page', reason: 'page' });
    }
    throw error;
  };
}

/** The last part of the path, without what file systems or headers could misread, with an extension of its format. */
function fileNameOf({ pathname, hostname }: URL, format: InputFormat): string {
  const { extensions } = FORMATS[format];
  const name = decode(pathname.slice(pathname.lastIndexOf('/') + 1)).replace(/[\p{C}/\\:*?"<>|]/gu, '') || hostname;
  if (extensions.some((extension) => name.toLowerCase().endsWith(extension))) return partOf(name, -MAX_FILE_NAME_LENGTH);
  const stem = name.replace(/\.(?:jpe?g|jfif|a?png|webp|gif|avif|hei[cf]|hif)$/i, '');
  return `${partOf(stem, 0, MAX_FILE_NAME_LENGTH - 5)}${extensions[0]}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
