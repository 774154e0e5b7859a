import type { Found } from '@/lib/avatars/delivery/renditions';
import { BytesResponse } from '@/lib/http/bytes-response';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { gravatarAddress } from '@/lib/http/picture-urls';
import { madeFromPicture } from '@/lib/http/response-cache/made-from';
import { failure } from './envelope';
import { cloudreveErrors, USER_NOT_FOUND } from './errors';
import { bindingError, cloudreve, personIn } from './parts';
import { isUnmodified, lastModifiedOf, rangeOf } from './ranges';

/** Cloudreve's defaults of `gravatar_server` and `avatar_size_l`, the side of every picture in pixels. */
const GRAVATAR = 'https://www.gravatar.com';
const SIDE = 200;

/** The values that `strconv.ParseBool` of Go accepts. An empty value is false. */
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['', '0', 'f', 'F', 'FALSE', 'false', 'False'];

type Picture = { kind: 'none' } | { kind: 'gravatar'; email: string } | { kind: 'file'; found: Found; createdAt: Date };

const lost = () => new Response(null, { status: 404, headers: { 'Cache-Control': 'private, no-cache' } });

/** `GET /user/avatar/{id}` */
export const getPicture = defineEndpoint({
  ...cloudreve,
  errors: {
    ...cloudreveErrors,
    not_found: failure(USER_NOT_FOUND, ''),
    // A stored picture that cannot be read is reported as missing. Caches must not store that.
    storage_failed: lost,
    storage_damaged: lost,
  },
  access: 'anyone',
  limited: false,
  nodeAdapter: true,
  parse(request, { params }) {
    const userId = personIn(params);
    return { userId, cacheControl: flag(request, 'nocache') ? 'private, no-cache' : 'public, max-age=86400' };
  },
  async core({ userId, cacheControl }, { services }) {
    return { userId, cacheControl, picture: await pictureOf(userId, services) };
  },
  present({ cacheControl, picture }, request, { services: { gravatarUrl = GRAVATAR } }) {
    const headers = { 'Cache-Control': cacheControl };
    switch (picture.kind) {
      case 'none':
        return new Response(null, { status: 404, headers });
      case 'gravatar': {
        const location = `${gravatarAddress(gravatarUrl, picture.email)}?d=mm&s=${SIDE}`;
        return new Response(null, { status: 302, headers: { ...headers, Location: location } });
      }
      case 'file':
        return file(request, picture.found.bytes, picture.createdAt, headers);
    }
  },
  madeFrom: ({ userId, picture }) => (picture.kind === 'file' ? madeFromPicture(picture.found.kept) : { owner: { userId } }),
});

function pictureOf(userId: number, { avatars, customSizes }: Services): Promise<Picture> {
  return avatars.current<Picture>(userId, async ({ person, source, avatar }) => {
    if (source === 'gravatar') return { kind: 'gravatar', email: person.email };
    if (!avatar) return { kind: 'none' };
    const delivery = await customSizes.rendition({ key: avatar.key, side: SIDE, format: 'png' });
    return delivery.kind === 'found' ? { kind: 'file', found: delivery, createdAt: avatar.createdAt } : undefined;
  });
}

function file(request: Request, bytes: Uint8Array<ArrayBuffer>, createdAt: Date, cache: Record<string, string>): Response {
  const lastModified = lastModifiedOf(createdAt);
  const headers = { ...cache, ...(lastModified && { 'Last-Modified': lastModified }) };
  if (isUnmodified(request, lastModified)) return new Response(null, { status: 304, headers });
  const size = bytes.byteLength;
  const range = rangeOf(request, size, lastModified);
  if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { ...cache, 'Content-Range': `bytes */${size}` } });
  const body = range ? bytes.slice(range.first, range.last + 1) : bytes;
  return new BytesResponse(body, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Accept-Ranges': 'bytes',
      'Content-Type': 'image/png',
      'Content-Length': String(body.byteLength),
      // The bytes come from a user, so browsers must not guess their type.
      'X-Content-Type-Options': 'nosniff',
      ...(range && { 'Content-Range': `bytes ${range.first}-${range.last}/${size}` }),
    },
  });
}

function flag(request: Request, name: string): boolean {
  const value = new URL(request.url).searchParams.get(name) ?? '';
  if (TRUE.includes(value)) return true;
  if (FALSE.includes(value)) return false;
  throw bindingError();
}
