import type { RequestHead } from './pictures/request-head';

/**
 * Matches the suffix that `server/response.mjs` adds to ETags of compressed bodies, since a strong ETag identifies bytes (RFC 9110 section
 * 8.8.3). With or without it, an ETag identifies the same state.
 */
const CODING = /-(?:gzip|br|deflate|zstd)$/;

interface EntityTags {
  /** The header is `*`. */
  any: boolean;
  /** Opaque tags without quotes and coding. */
  tags: { weak: boolean; opaque: string }[];
}

/** Parses a list of ETags. @returns null if the request has no such header */
export function entityTags({ headers }: Pick<RequestHead, 'headers'>, header: 'if-match' | 'if-none-match'): EntityTags | null {
  const text = headers.get(header);
  if (text === null) return null;
  const tags = [...text.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, opaque = '']) => ({
    weak: weak !== undefined,
    opaque: opaque.replace(CODING, ''),
  }));
  return { any: text.trim() === '*', tags };
}

/** Whether `If-None-Match` contains this ETag, by weak comparison (RFC 9110 section 13.1.2). @param tag with quotes */
export function tagMatches(request: Pick<RequestHead, 'headers'>, tag: string): boolean {
  const sent = entityTags(request, 'if-none-match');
  return sent !== null && (sent.any || sent.tags.some(({ opaque }) => `"${opaque}"` === tag));
}

/** Whether `If-Match` allows a change of this state, by strong comparison (RFC 9110 section 13.1.1). @param tag with quotes */
export function matchAllows(request: Request, tag: string): boolean {
  const sent = entityTags(request, 'if-match');
  return sent === null || sent.any || sent.tags.some(({ weak, opaque }) => !weak && `"${opaque}"` === tag);
}
