/** A byte range of a file. Both positions are inclusive. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Seconds from `createdAt` until the picture gets a `Last-Modified` date. Dates have a resolution of one second, and a saved picture is
 * served slightly after its `createdAt`. After this time, no other picture can have the same date.
 */
const SETTLED_SECONDS = 3;

/**
 * Returns `Last-Modified` of a picture: `createdAt` plus SETTLED_SECONDS. Undefined until that moment, since another picture could still
 * get the same date, and a client with one of the two would get 304 for the other. Responses from that date on contain this picture.
 *
 * @param now in milliseconds since 1970
 */
export function lastModifiedOf(createdAt: Date, now = Date.now()): string | undefined {
  const settled = (Math.floor(createdAt.getTime() / 1000) + SETTLED_SECONDS) * 1000;
  return now < settled ? undefined : new Date(settled).toUTCString();
}

/**
 * Parses `Range` and `If-Range`. A server may ignore `Range` (RFC 9110 section 14.2): anything but a single byte range yields the whole
 * file.
 *
 * @param size of the whole file in bytes
 * @param lastModified undefined if the picture has no date yet
 * @returns undefined for the whole file
 */
export function rangeOf(request: Request, size: number, lastModified: string | undefined): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  // `If-Range` does not match: the client has part of another picture.
  const condition = request.headers.get('if-range');
  if (condition !== null && condition !== lastModified) return undefined;
  if (from === '') return Number(to) === 0 ? 'unsatisfiable' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const first = Number(from);
  const last = to === '' ? Number.POSITIVE_INFINITY : Number(to);
  if (last < first) return undefined;
  return first < size ? { first, last: Math.min(last, size - 1) } : 'unsatisfiable';
}

/**
 * Whether `If-Modified-Since` identifies this picture. The dates must be equal: restoring an earlier picture sets an earlier date, and the
 * client must not keep the later picture. `If-None-Match` takes precedence (RFC 9110 section 13.2.2) and never matches, since pictures of
 * this API have no ETag.
 */
export function isUnmodified(request: Request, lastModified: string | undefined): boolean {
  return lastModified !== undefined && !request.headers.has('if-none-match') && request.headers.get('if-modified-since') === lastModified;
}
