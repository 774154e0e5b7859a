import type { Credentials } from '@/lib/accounts/ports';
import type { Delivery, Found } from '@/lib/avatars/delivery/renditions';
import { renditionPath } from '@/lib/avatars/paths';
import { AvatarError } from '@/lib/errors';
import { idFrom } from '@/lib/http/body/fields';
import { IMMUTABLE } from '@/lib/http/cache-headers';
import { tagMatches } from '@/lib/http/conditional';
import { defineEndpoint, type Services } from '@/lib/http/endpoint';
import { acceptsByName, bestFormat } from '@/lib/http/negotiation';
import { type ExactFormat, mediaUrl, type PictureName } from '@/lib/http/picture-urls';
import { nativeErrors } from '@/lib/http/problem';
import { madeFromPicture } from '@/lib/http/response-cache/response-cache';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import { parseSize, sizeAtLeast } from '@/lib/imaging/sizes';
import type { RenditionName } from '@/lib/imaging/types';
import { currentPicture, immutablePicture, pictureTag, REVALIDATE, unchanged } from './picture';

const open = {
  access: 'anyone' as const,
  // Pictures are public, so credentials are not read.
  credentials: (): Credentials => ({ kind: 'none' }),
  errors: nativeErrors,
  nodeAdapter: true,
};

/** The current picture of a person. */
interface Shown {
  name: RenditionName;
  /** null if the client has a fresh copy (304). */
  found: Found | null;
}

/**
 * `GET /media/{key}/{size}.{webp,avif,jpg,png}`, `/media/{key}/{side}x{side}.{jpg,png}` with exactly so many pixels, and
 * `/media/{key}/whole.{jpg,png}`.
 */
export const getMedia = defineEndpoint({
  ...open,
  parse: (_request, { params }) => parseName(params.key ?? '', params.file ?? ''),
  async core(name, { services }) {
    const delivery = await find(name, services);
    return { name, delivery, publicUrl: name.exact ? null : services.publicUrl(renditionPath(name)) };
  },
  present({ name, delivery, publicUrl }, request, { services }) {
    switch (delivery.kind) {
      case 'found':
        if (tagMatches(request, pictureTag(name))) return unchanged(name, IMMUTABLE);
        return publicUrl !== null && isPublic(delivery) ? redirect(publicUrl) : immutablePicture(name, delivery.bytes);
      case 'moved': {
        const { kind: _, ...to } = delivery;
        // Pages with an old URL show the current picture.
        return redirect(mediaUrl(services.baseUrl, { ...name, ...to }));
      }
      case 'missing':
        throw new AvatarError('not_found', 'Picture not found.');
    }
  },
  madeFrom({ delivery, publicUrl }) {
    if (delivery.kind !== 'found') return null;
    if (publicUrl === null) return madeFromPicture(delivery.kept);
    const userId = isPublic(delivery) ? delivery.kept?.userId : undefined;
    return userId === undefined ? null : { owner: { userId } };
  },
});

/** `GET /u/{id}/avatar?s=&still=`: the current picture. */
export const getCurrent = defineEndpoint({
  ...open,
  parse(request, { params }) {
    const pixels = Number(new URL(request.url).searchParams.get('s') ?? 256);
    if (!Number.isInteger(pixels) || pixels < 1 || pixels > 2048) {
      throw new AvatarError('invalid_request', 'Invalid s: expected a number of pixels from 1 to 2048.');
    }
    return {
      userId: idFrom(params),
      size: sizeAtLeast(pixels),
      // Animations are served to clients that accept WebP, unless they ask for a still picture.
      still: new URL(request.url).searchParams.get('still') === '1',
      format: bestFormat(request),
      takesWebp: acceptsByName(request, 'image/webp'),
      known: (tag: string) => tagMatches(request, tag),
    };
  },
  core: ({ userId, size, still, format, takesWebp, known }, { services: { avatars } }) =>
    avatars.current<Shown>(userId, async ({ avatar, generatedKey }) => {
      const isAnimated = avatar?.animation === 'kept' && takesWebp;
      const key = avatar?.key ?? generatedKey;
      const name: RenditionName = isAnimated ? { key, size, format: 'webp', still } : { key, size, format };
      if (known(pictureTag(name))) return { name, found: null };
      const delivery = await avatars.rendition(name);
      return delivery.kind === 'found' ? { name, found: delivery } : undefined;
    }),
  present: ({ name, found }) => (found ? currentPicture(name, found.bytes) : unchanged(name, REVALIDATE)),
  madeFrom: ({ found }) => madeFromPicture(found?.kept),
});

/**
 * Whether the store has the rendition for good: a picture that is replaced is deleted there. Caches must not keep the redirect for that
 * reason; this server keeps it until the picture changes.
 */
function isPublic({ isStored = false, kept }: Found): boolean {
  return isStored && kept !== undefined;
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' } });
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
