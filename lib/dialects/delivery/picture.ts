import { IMMUTABLE, PUBLIC_PICTURE } from '@/lib/http/cache-headers';
import { type PictureName, sizeText } from '@/lib/http/picture-urls';
import type { PictureAnswer } from '@/lib/http/pictures/picture-answer';
import type { MadeFrom } from '@/lib/http/response-cache/made-from';
import { OUTPUT_FORMATS } from '@/lib/imaging/media-types';

type Bytes = Uint8Array<ArrayBuffer>;

/** 200 for a URL whose picture never changes: a new picture gets a new URL. */
export function immutablePicture(name: PictureName, body: Bytes, madeFrom: MadeFrom | null): PictureAnswer {
  return picture(name, body, IMMUTABLE, madeFrom);
}

/** 200 for a URL whose picture may change. Caches may store it and must revalidate it for each request. */
export function currentPicture(name: PictureName, body: Bytes, madeFrom: MadeFrom | null): PictureAnswer {
  return picture(name, body, REVALIDATE, madeFrom);
}

function picture(name: PictureName, body: Bytes, caching: Record<string, string>, madeFrom: MadeFrom | null): PictureAnswer {
  const ofBody = { 'content-type': OUTPUT_FORMATS[name.format], 'content-length': String(body.byteLength) };
  return { status: 200, headers: { ...PUBLIC_PICTURE, ...ofBody, ...caching, etag: pictureTag(name) }, body, madeFrom };
}

/** 304: the client has this picture. */
export function unchanged(name: PictureName, headers: Record<string, string>): PictureAnswer {
  return { status: 304, headers: { ...PUBLIC_PICTURE, ...headers, etag: pictureTag(name) }, body: null, madeFrom: null };
}

export const REVALIDATE = { 'cache-control': 'public, no-cache', vary: 'Accept' };

export function pictureTag(name: PictureName): string {
  return `"${name.key}-${sizeText(name)}${name.still ? '-still' : ''}-${name.format}"`;
}
