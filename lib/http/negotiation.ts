import Negotiator from 'negotiator';
import { OUTPUT_FORMATS, type OutputFormat } from '@/lib/imaging/media-types';
import type { RequestHead } from './pictures/request-head';

/** Photo formats, smallest files first. */
const PHOTO_FORMATS: readonly OutputFormat[] = ['avif', 'webp', 'jpg', 'png'];

/** Formats that many clients cannot display although they send `image/*`. */
const NAMED_ONLY: readonly OutputFormat[] = ['avif', 'webp'];

/**
 * Content negotiation (RFC 9110 section 12.5.1): the highest quality value wins, and the first of `formats` among equals. AVIF and WebP
 * require their own name in `Accept`; the others also match wildcards. Without a match, the result is the first format that needs no name.
 *
 * @param formats in order of preference, smallest files first
 */
export function bestFormat({ headers }: Pick<RequestHead, 'headers'>, formats: readonly OutputFormat[] = PHOTO_FORMATS): OutputFormat {
  const accept = headers.get('accept') || '*/*';
  const negotiator = new Negotiator({ headers: { accept: byFormat(accept, formats) } });
  const named = namedTypes(accept);
  const offered = formats.filter((format) => !NAMED_ONLY.includes(format) || named.has(OUTPUT_FORMATS[format]));
  const [best] = negotiator.mediaTypes(offered.map((format) => OUTPUT_FORMATS[format]));
  const otherwise = formats.find((format) => !NAMED_ONLY.includes(format)) ?? 'jpg';
  return offered.find((format) => OUTPUT_FORMATS[format] === best) ?? otherwise;
}

/** Whether `Accept` contains this media type, not a wildcard, with a quality above zero. */
export function acceptsByName({ headers }: Pick<RequestHead, 'headers'>, type: string): boolean {
  return namedTypes(headers.get('accept') ?? '').has(type);
}

function namedTypes(accept: string): Set<string> {
  return new Set(new Negotiator({ headers: { accept } }).mediaTypes().map((type) => type.toLowerCase()));
}

/**
 * Rewrites `Accept` to one element per format, in our order, each with the quality of its most specific match. Among elements of equal
 * quality, the negotiator would prefer more specific matches to our order.
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
