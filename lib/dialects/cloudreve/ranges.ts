/** Part of a file, both ends included, in bytes. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * After how many seconds a picture is sure to be the only one with its date, and that to be what everybody is shown: dates have whole
 * seconds, and a save takes a moment from when it has its time to when it shows.
 */
const SETTLED_SECONDS = 3;

/**
 * `Last-Modified` of a picture; undefined as long as another one could get the same date, since a client that has the one would be told
 * for ever that it has the other. The date is the first at which it is given: what a client has from that second on is this picture.
 *
 * @param now in milliseconds since 1970, as `createdAt` is counted
 */
export function lastModifiedOf(createdAt: Date, now = Date.now()): string | undefined {
  const settled = (Math.floor(createdAt.getTime() / 1000) + SETTLED_SECONDS) * 1000;
  return now < settled ? undefined : new Date(settled).toUTCString();
}

/**
 * The part of a file that `Range` asks for. RFC 9110 section 14.2 lets a server ignore what it does not understand: anything but one
 * range of bytes is answered with the whole file.
 *
 * @param size of the whole file in bytes
 * @param lastModified undefined while it has none
 * @returns undefined for the whole file
 */
export function rangeOf(request: Request, size: number, lastModified: string | undefined): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  // The client has part of a picture that is no longer there.
  const condition = request.headers.get('if-range');
  if (condition !== null && condition !== lastModified) return undefined;
  if (from === '') return Number(to) === 0 ? 'unsatisfiable' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const first = Number(from);
  const last = to === '' ? Number.POSITIVE_INFINITY : Number(to);
  if (last < first) return undefined;
  return first < size ? { first, last: Math.min(last, size - 1) } : 'unsatisfiable';
}

/**
 * Whether the client has this very picture. Compared as text and not by what is later: going back to an earlier picture makes the date
 * an earlier one, and the client must not keep the later picture for that. A request with `If-None-Match` is judged by its tags alone, of
 * which this picture has none (RFC 9110 section 13.2.2).
 */
export function isUnmodified(request: Request, lastModified: string | undefined): boolean {
  return lastModified !== undefined && !request.headers.has('if-none-match') && request.headers.get('if-modified-since') === lastModified;
}
