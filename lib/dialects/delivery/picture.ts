import { OUTPUT_FORMATS } from '@/lib/avatars/limits';
import type { RenditionName } from '@/lib/avatars/ports';

/**
 * Headers of every picture that we serve. Public pictures may be shown on any page, and no browser may take one for anything else than
 * a picture.
 */
const SAFE = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Content-Disposition': 'inline',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** A picture that is found under this address for ever, since a changed one has another address. */
export function immutablePicture({ key, size, format }: RenditionName, bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, {
    headers: {
      ...SAFE,
      'Content-Type': OUTPUT_FORMATS[format],
      'Content-Length': String(bytes.byteLength),
      'Cache-Control': 'public, max-age=31536000, immutable',
      ETag: pictureTag({ key, size, format }),
    },
  });
}

/** A picture that may be another one at the next request: caches may keep it, and ask each time whether it still is the one. */
export function currentPicture(name: RenditionName, bytes: Uint8Array<ArrayBuffer>): Response {
  const response = immutablePicture(name, bytes);
  for (const [header, value] of Object.entries(REVALIDATE)) response.headers.set(header, value);
  return response;
}

/** The client has this picture already. */
export function unchanged(name: RenditionName, headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers: { ...SAFE, ...headers, ETag: pictureTag(name) } });
}

export const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' };
export const REVALIDATE = { 'Cache-Control': 'public, no-cache', Vary: 'Accept' };

export function pictureTag({ key, size, format }: RenditionName): string {
  return `"${key}-${size}-${format}"`;
}
