import type { Delivery, Found } from '@/lib/avatars/delivery/renditions';
import { renditionPath } from '@/lib/avatars/paths';
import { AvatarError } from '@/lib/errors';
import { idFrom } from '@/lib/http/body/fields';
import { IMMUTABLE } from '@/lib/http/cache-headers';
import { tagMatches } from '@/lib/http/conditional';
import type { Services } from '@/lib/http/endpoint';
import { acceptsByName, bestFormat } from '@/lib/http/negotiation';
import { type ExactFormat, mediaUrl, type PictureName } from '@/lib/http/picture-urls';
import type { PictureAnswer } from '@/lib/http/pictures/picture-answer';
import { definePictureEndpoint } from '@/lib/http/pictures/picture-endpoint';
import { type MadeFrom, madeFromPicture } from '@/lib/http/response-cache/made-from';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { parseSize, sizeAtLeast } from '@/lib/imaging/sizes';
import type { RenditionName } from '@/lib/imaging/types';
import { currentPicture, immutablePicture, pictureTag, REVALIDATE, unchanged } from './picture';

/**
 * `GET /media/{key}/{size}.{webp,avif,jpg,png}`, `/media/{key}/{side}x{side}.{jpg,png}` with exactly so many pixels, and
 * `/media/{key}/whole.{jpg,png}`.
 */
export const getMedia = definePictureEndpoint({
  parse: (head, { key = '', file = '' }) => ({ name: parseName(key, file), known: (tag: string) => tagMatches(head, tag) }),
  async answer({ name, known }, services) {
    const delivery = await find(name, services);
    switch (delivery.kind) {
      case 'found':
        return known(pictureTag(name)) ? unchanged(name, IMMUTABLE) : foundPicture(name, delivery, services);
      case 'moved': {
        const { kind: _, ...to } = delivery;
        // Pages with an old URL show the current picture.
        return redirect(mediaUrl(services.baseUrl, { ...name, ...to }));
      }
      case 'missing':
        throw new AvatarError('not_found', 'Picture not found.');
    }
  },
});

/** The picture, or a redirect to where visitors can read it without this server. */
function foundPicture(name: PictureName, found: Found, { publicUrl }: Services): PictureAnswer {
  const url = name.exact ? null : publicUrl(renditionPath(name));
  if (url === null) return immutablePicture(name, found.bytes, madeFromPicture(found.kept));
  if (!isPublic(found)) return immutablePicture(name, found.bytes, null);
  const { userId } = found.kept;
  return redirect(url, userId === undefined ? null : { owner: { userId } });
}

/** `GET /u/{id}/avatar?s=&still=`: the current picture. */
export const getCurrent = definePictureEndpoint({
  parse(head, params) {
    const { searchParams } = new URL(head.url);
    const pixels = Number(searchParams.get('s') ?? 256);
    if (!Number.isInteger(pixels) || pixels < 1 || pixels > 2048) {
      throw new AvatarError('invalid_request', 'Invalid s: expected a number of pixels from 1 to 2048.');
    }
    return {
      userId: idFrom(params),
      size: sizeAtLeast(pixels),
      // Animations are served to clients that accept WebP, unless they ask for a still picture.
      still: searchParams.get('still') === '1',
      format: bestFormat(head),
      takesWebp: acceptsByName(head, 'image/webp'),
      known: (tag: string) => tagMatches(head, tag),
    };
  },
  answer: ({ userId, size, still, format, takesWebp, known }, { avatars }) =>
    avatars.current<PictureAnswer>(userId, async ({ avatar, generatedKey }) => {
      const isAnimated = avatar?.animation === 'kept' && takesWebp;
      const key = avatar?.key ?? generatedKey;
      const name: RenditionName = isAnimated ? { key, size, format: 'webp', still } : { key, size, format };
      if (known(pictureTag(name))) return unchanged(name, REVALIDATE);
      const delivery = await avatars.rendition(name);
      if (delivery.kind !== 'found') return undefined;
      return currentPicture(name, delivery.bytes, madeFromPicture(delivery.kept));
    }),
});

/**
 * Whether the store has the rendition for good: a picture that is replaced is deleted there. Caches must not keep the redirect for that
 * reason; this server keeps it until the picture changes.
 */
function isPublic(found: Found): found is Found & Required<Pick<Found, 'kept'>> {
  return found.isStored === true && found.kept !== undefined;
}

function redirect(location: string, madeFrom: MadeFrom | null = null): PictureAnswer {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: null, madeFrom };
}

function find(name: PictureName, { avatars, customSizes }: Services): Promise<Delivery> {
  const { key, size, format, exact } = name;
  return exact && typeof size === 'number' ? customSizes.rendition({ key, side: size, format }) : avatars.rendition(name);
}

/** Exact sizes and whole pictures exist in formats without animation only. */
const STILL_FORMATS: readonly string[] = ['jpg', 'png'] satisfies ExactFormat[];

function parseName(key: string, file: string): PictureName {
  const [, word = '', digits, square, still, format = ''] = /^(full|whole|(\d+)(x\2)?)(\.still(?=\.webp$))?\.([a-z]+)$/.exec(file) ?? [];
  const exact = square !== undefined;
  const size = word === 'whole' ? word : parseSize(digits ?? word);
  const exists = size !== undefined && format in OUTPUT_FORMATS && (!(exact || size === 'whole') || STILL_FORMATS.includes(format));
  if (!/^[0-9a-f]{40}$/.test(key) || !exists) throw new AvatarError('not_found', 'Picture not found.');
  return { key, size, format: format as OutputFormat, still: still !== undefined, exact };
}
