import { BytesResponse } from '@/lib/http/bytes-response';
import { IMMUTABLE, PUBLIC_PICTURE } from '@/lib/http/cache-headers';
import { type PictureName, sizeText } from '@/lib/http/picture-urls';
import { OUTPUT_FORMATS } from '@/lib/imaging/media-types';

/** 200 for a URL whose picture never changes: a new picture gets a new URL. */
export function immutablePicture(name: PictureName, bytes: Uint8Array<ArrayBuffer>): Response {
  return new BytesResponse(bytes, {
    headers: {
      ...PUBLIC_PICTURE,
      'Content-Type': OUTPUT_FORMATS[name.format],
      'Content-Length': String(bytes.byteLength),
      ...IMMUTABLE,
      ETag: pictureTag(name),
    },
  });
}

/** 200 for a URL whose picture may change. Caches may store it and must revalidate it for each request. */
export function currentPicture(name: PictureName, bytes: Uint8Array<ArrayBuffer>): Response {
  const response = immutablePicture(name, bytes);
  for (const [header, value] of Object.entries(REVALIDATE)) response.headers.set(header, value);
  return response;
}

/** 304: the client has this picture. */
export function unchanged(name: PictureName, headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers: { ...PUBLIC_PICTURE, ...headers, ETag: pictureTag(name) } });
}

export const REVALIDATE = { 'Cache-Control': 'public, no-cache', Vary: 'Accept' };

export function pictureTag(name: PictureName): string {
  return `"${name.key}-${sizeText(name)}${name.still ? '-still' : ''}-${name.format}"`;
}
