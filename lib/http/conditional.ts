/**
 * Entity tags of a compressed body: `server/response.mjs` adds the coding to the tag, since a strong tag names bytes (RFC 9110 section
 * 8.8.3). What a client sends back names the same state with or without it.
 */
const CODING = /-(?:gzip|br|deflate|zstd)$/;

interface EntityTags {
  /** The header is `*`. */
  any: boolean;
  /** Opaque tags without quotes and coding. */
  tags: { weak: boolean; opaque: string }[];
}

/** A list of entity tags. @returns null when the request has no such header */
export function entityTags(request: Request, header: 'if-match' | 'if-none-match'): EntityTags | null {
  const text = request.headers.get(header);
  if (text === null) return null;
  const tags = [...text.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, opaque = '']) => ({
    weak: weak !== undefined,
    opaque: opaque.replace(CODING, ''),
  }));
  return { any: text.trim() === '*', tags };
}

/** Whether the client has this state already. RFC 9110 section 13.1.2: weak comparison. @param tag with its quotes */
export function tagMatches(request: Request, tag: string): boolean {
  const sent = entityTags(request, 'if-none-match');
  return sent !== null && (sent.any || sent.tags.some(({ opaque }) => `"${opaque}"` === tag));
}

/** Whether `If-Match` allows a change of this state; RFC 9110 section 13.1.1: strong comparison. @param tag with its quotes */
export function matchAllows(request: Request, tag: string): boolean {
  const sent = entityTags(request, 'if-match');
  return sent === null || sent.any || sent.tags.some(({ weak, opaque }) => !weak && `"${opaque}"` === tag);
}
