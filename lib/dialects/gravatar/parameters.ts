import type { Drawing, DrawingStyle } from '@/lib/avatars/ports';
import { bestFormat } from '@/lib/http/negotiation';
import type { RequestHead } from '@/lib/http/pictures/request-head';
import type { OutputFormat } from '@/lib/imaging/media-types';
import { publicPicture } from './default-url';

/** Sides in pixels. */
const SIDES = { default: 80, largest: 2048 } as const;

const EXTENSIONS: ReadonlyMap<string, OutputFormat> = new Map([
  ['png', 'png'],
  ['jpg', 'jpg'],
  ['jpeg', 'jpg'],
  ['webp', 'webp'],
  ['avif', 'avif'],
]);
/** For unsupported extensions such as GIF. PNG can show everything that a still GIF can. */
const OTHER_EXTENSION: OutputFormat = 'png';

/** Formats of drawings, the smallest files first. */
const DRAWING_FORMATS: readonly OutputFormat[] = ['webp', 'png', 'jpg'];

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/** Placeholder for a missing or invalid hash. No known address has this hash. */
export const NO_HASH = '0'.repeat(32);

/** Values of `d` that select a drawing. */
export const STYLES: ReadonlyMap<string, DrawingStyle> = new Map([
  ['mp', 'mp'],
  ['mm', 'mp'],
  ['mystery', 'mp'],
  ['identicon', 'identicon'],
  ['monsterid', 'monsterid'],
  ['wavatar', 'wavatar'],
  ['retro', 'retro'],
  ['robohash', 'robohash'],
  ['pagan', 'pagan'],
  ['mmng', 'mmng'],
  ['initials', 'initials'],
  ['color', 'color'],
  ['blank', 'blank'],
]);

/** The response for a person without a picture. */
export type Fallback = { kind: 'missing' } | { kind: 'elsewhere'; url: string } | { kind: 'drawing'; drawing: Drawing };

/** The parsed URL and `Accept` header. */
export interface PictureOptions {
  /** Hexadecimal in lower case: 32 characters of MD5, or 64 of SHA-256. */
  hash: string;
  side: number;
  /** Preferred format for photos. */
  format: OutputFormat;
  /** Preferred format for drawings: WebP and PNG are smaller and sharper than AVIF and JPEG. */
  drawingFormat: OutputFormat;
  /** Whether `Accept` decides the format, since the URL has no extension. */
  negotiated: boolean;
  /** null if the URL names no known fallback. */
  fallback: Fallback | null;
  /** Whether the fallback replaces an existing picture. */
  forced: boolean;
}

/**
 * Parses a request as leniently as Gravatar does. Never fails.
 *
 * @param who the last path segment. Empty if the hash is in `gravatar_id`, as in libraries from before 2010, or absent, as in WordPress for
 *   comments without an e-mail address.
 */
export function parseOptions(who: string, head: RequestHead): PictureOptions {
  const { searchParams } = new URL(head.url);
  const [sent = '', extension] = (who || (searchParams.getAll('gravatar_id').at(-1) ?? '')).trim().toLowerCase().split('.');
  /** The long name takes precedence, even with an invalid value. Of repeated parameters, the last one counts. */
  const given = (long: string, short = long) => searchParams.getAll(long).at(-1) ?? searchParams.getAll(short).at(-1) ?? '';
  const hash = HASH.test(sent) ? sent : NO_HASH;
  const fixed = extension === undefined ? undefined : (EXTENSIONS.get(extension) ?? OTHER_EXTENSION);
  return {
    hash,
    side: sideFrom(given('size', 's').trim()),
    format: fixed ?? bestFormat(head),
    drawingFormat: fixed ?? bestFormat(head, DRAWING_FORMATS),
    negotiated: extension === undefined,
    fallback: fallbackFrom(given('default', 'd').trim(), { seed: hash, letters: given('initials'), name: given('name') }),
    forced: /^(?:y|yes|true|1)$/i.test(given('forcedefault', 'f').trim()),
  };
}

function sideFrom(text: string): number {
  const pixels = /^\d+$/.test(text) ? Number(text) : 0;
  return pixels === 0 ? SIDES.default : Math.min(pixels, SIDES.largest);
}

function fallbackFrom(text: string, { seed, letters, name }: { seed: string; letters: string; name: string }): Fallback | null {
  const word = text.toLowerCase();
  if (word === '404') return { kind: 'missing' };
  const style = STYLES.get(word);
  if (style) return { kind: 'drawing', drawing: style === 'initials' ? { style, seed, letters, name } : { style, seed } };
  const url = publicPicture(text);
  return url === null ? null : { kind: 'elsewhere', url };
}
