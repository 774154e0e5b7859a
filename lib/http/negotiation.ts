import Negotiator from 'negotiator';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';

/** Photos, the smallest first. */
const PHOTO_FORMATS: readonly OutputFormat[] = ['avif', 'webp', 'jpg', 'png'];

/** Formats that many clients cannot show although they send `image/*`. */
const NAMED_ONLY: readonly OutputFormat[] = ['avif', 'webp'];

/**
 * Content negotiation (RFC 9110 section 12.5.1): the highest quality value wins, and the first of `formats` among equals. AVIF and WebP
 * go to clients that name them, the others also to wildcards. A client that accepts none of them gets the first that needs no name.
 *
 * @param formats the smallest first
 */
export function bestFormat(request: Request, formats: readonly OutputFormat[] = PHOTO_FORMATS): OutputFormat {
  const accept = request.headers.get('accept') || '*/*';
  const negotiator = new Negotiator({ headers: { accept: byFormat(accept, formats) } });
  const named = namedTypes(accept);
  const offered = formats.filter((format) => !NAMED_ONLY.includes(format) || named.has(OUTPUT_FORMATS[format]));
  const [best] = negotiator.mediaTypes(offered.map((format) => OUTPUT_FORMATS[format]));
  const otherwise = formats.find((format) => !NAMED_ONLY.includes(format)) ?? 'jpg';
  return offered.find((format) => OUTPUT_FORMATS[format] === best) ?? otherwise;
}

/** Whether the client names this media type itself, with a quality above zero: a wildcard is not enough. */
export function acceptsByName(request: Request, type: string): boolean {
  return namedTypes(request.headers.get('accept') ?? '').has(type);
}

function namedTypes(accept: string): Set<string> {
  return new Set(new Negotiator({ headers: { accept } }).mediaTypes().map((type) => type.toLowerCase()));
}

/**
 * The header as one element for each of our formats, in our order and with the quality of what matches it most closely: among elements of
 * one quality the negotiator prefers those that match more closely, and then those that come first.
 */
function byFormat(accept: string, formats: readonly OutputFormat[]): string {
  const elements = accept.split(',').map((element) => {
    const [range = '', ...parameters] = element.split(';').map((text) => text.trim().toLowerCase());
    return { range, quality: parameters.find((parameter) => /^q\s*=/.test(parameter)) };
  });
  return formats
    .map((format) => OUTPUT_FORMATS[format])
    .flatMap((type) => {
      const closest = [type, 'image/*', '*/*'].map((wanted) => elements.find(({ range }) => range === wanted)).find(Boolean);
      return closest ? [closest.quality ? `${type};${closest.quality}` : type] : [];
    })
    .join(',');
}
