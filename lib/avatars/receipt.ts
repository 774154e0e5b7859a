import { overlooked } from './overlooked';
import { asBuffer, dataOf, isPng, pngChunks } from './png-chunks';
import type { Said } from './ports';

/** A kind of thing that an upload said beside its pixels, and what it said, for its owner's eyes. */
export interface Removed {
  kind: RemovedKind;
  /** As people read it, at most a few; empty where there is nothing to read, as of a small picture inside the file. */
  values: string[];
}

/** `other` is everything that has no name here: settings of the camera, and what makers write for themselves. */
export type RemovedKind = (typeof KINDS)[number];

const KINDS = ['location', 'device', 'editor', 'names', 'dates', 'text', 'thumbnail', 'video', 'other'] as const;

/** Values of one kind, and characters of one value, that are told. */
const MAX_VALUES = 5;
const MAX_VALUE_LENGTH = 100;

/** By the names that EXIF 2.32, IPTC IIM 4.2, XMP and PNG give their fields. The first that matches counts. */
const BY_NAME: readonly [RemovedKind, RegExp][] = [
  ['location', /^(?:gps|city|state|country|province|sub-?location|location)/i],
  ['names', /artist|author|creator$|by-?line|copyright|rights|owner|credit|person|regions/i],
  ['editor', /software|creatortool|history|agent/i],
  ['device', /^(?:make|model|lens(?!specification)|hostcomputer|uniquecameramodel)|serialnumber|device/i],
  ['dates', /date|time(?!r|scale)/i],
  ['text', /description|comment|title|caption|headline|keywords|subject|category/i],
];

/** What a file needs to be a picture: its size, its colours, how it is laid out. */
const STRUCTURE =
  /pointer|version|resolution|orientation|colou?rspace|componentsconfiguration|ycbcr|dimension|image ?(?:width|height|length)|interop|compression|samples|offset$|^_raw$|^about$|record version|padding|bit|colou?r ?type|filter|interlace|pixel|gamma|chromaticities|subsampling/i;

/**
 * Tells what was in a file beside its pixels. All of it stays behind: nothing but pixels goes into what is served.
 *
 * @param said null when there is something that cannot be read, which stays behind all the same
 * @param bytes of the same file
 */
export function receipt(said: Said | null, bytes: Uint8Array): Removed[] {
  const found = new Map<RemovedKind, Set<string>>();
  const add = (kind: RemovedKind, value = '') => {
    const values = found.get(kind) ?? new Set();
    found.set(kind, value === '' ? values : values.add(value));
  };
  if (!said || said.hasMore || hasCompressedText(bytes)) add('other');
  for (const [name, text] of said?.fields ?? []) {
    if (STRUCTURE.test(name)) continue;
    const kind = BY_NAME.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
    const value = readable(text);
    // The place is told by its coordinates, once; of the rest there would be too much.
    add(kind, kind === 'other' || /^gps/i.test(name) ? '' : kind === 'dates' ? isoDate(value) : value);
  }
  if (said?.place) add('location', `${said.place.latitude.toFixed(5)}, ${said.place.longitude.toFixed(5)}`);
  if (said?.hasThumbnail) add('thumbnail');
  for (const [kind, value] of overlooked(bytes)) add(kind, readable(value));
  return KINDS.flatMap((kind) => {
    const values = found.get(kind);
    return values ? [{ kind, values: [...values].slice(0, MAX_VALUES) }] : [];
  });
}

/** Text in a PNG that is compressed is not opened to be told: a few bytes can become any number of them. */
function hasCompressedText(bytes: Uint8Array): boolean {
  const file = asBuffer(bytes);
  if (!isPng(file)) return false;
  for (const chunk of pngChunks(file)) {
    if (chunk.type === 'zTXt' || (chunk.type === 'iTXt' && isCompressed(dataOf(file, chunk)))) return true;
  }
  return false;
}

/** PNG section 11.3.3.4: after the keyword and its zero comes whether the text is compressed. */
function isCompressed(text: Buffer): boolean {
  return text[text.indexOf(0) + 1] === 1;
}

/** EXIF writes colons between the parts of a day, as nobody else does. */
function isoDate(text: string): string {
  return text.replace(/^(\d{4}):(\d\d):(\d\d)/, '$1-$2-$3');
}

function readable(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_VALUE_LENGTH);
}
