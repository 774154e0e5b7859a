import { formatOfMain } from './heif';
import type { InputFormat } from './limits';

/** What a file is by its first bytes. */
export interface Kind {
  /** In words: "a PDF document", "an SVG drawing", "a text file", or "an unknown kind of file". */
  name: string;
  /** What it may be of what we read; nothing else is let near a decoder. */
  formats: readonly InputFormat[];
}

type Signature = [name: string, offset: number, bytes: string, ...formats: InputFormat[]];

/** Those at the very start first: libvips goes by them, whatever stands behind. */
const SIGNATURES: readonly Signature[] = [
  ['a JPEG picture', 0, '\xff\xd8\xff', 'jpeg'],
  ['a PNG picture', 0, '\x89PNG\r\n\x1a\n', 'png'],
  ['a GIF picture', 0, 'GIF8', 'gif'],
  ['a TIFF picture', 0, 'II*\0', 'tiff'],
  ['a TIFF picture', 0, 'MM\0*', 'tiff'],
  ['a TIFF picture', 0, 'II+\0', 'tiff'],
  ['a TIFF picture', 0, 'MM\0+', 'tiff'],
  ['a WebP picture', 8, 'WEBP', 'webp'],
  ['an AVIF picture', 4, 'ftypavif', 'avif'],
  ['an AVIF picture', 4, 'ftypavis', 'avif'],
  ...['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis'].map((brand): Signature => ['a HEIC picture', 4, `ftyp${brand}`, 'heic']),
  // Either, and HEIC where the codec cannot be told.
  ['a HEIC picture', 4, 'ftypmif1', 'heic'],
  ['a HEIC picture', 4, 'ftypmsf1', 'heic'],
  ['a BMP picture', 0, 'BM'],
  ['an icon (ICO)', 0, '\0\0\x01\0'],
  ['a JPEG XL picture', 0, '\xff\x0a'],
  ['a JPEG XL picture', 4, 'JXL \r\n'],
  ['a Photoshop file', 0, '8BPS'],
  ['a video', 4, 'ftyp'],
  ['a video', 0, '\x1aE\xdf\xa3'],
  ['a PDF document', 0, '%PDF-'],
  ['a ZIP archive', 0, 'PK\x03\x04'],
];

const HEAD_BYTES = 512;

/** Control characters that text has no use for: all but those from tab to carriage return, and escape. */
const BINARY = new Set(Array.from({ length: 0x1b }, (_, code) => code).filter((code) => code < 0x09 || code > 0x0d));

/** HEIF is a container: what is in it goes by its codec. The brand at its start is a promise, and `mif1` not even that. */
const HEIF_NAMES: Partial<Record<InputFormat, string>> = { avif: 'an AVIF picture', heic: 'a HEIC picture' };

/** Tells what a file is. No decoder has seen it. */
export function sniff(bytes: Uint8Array): Kind {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const match = SIGNATURES.find(([, offset, signature]) => head.startsWith(signature, offset));
  if (match) {
    const [branded, , , ...formats] = match;
    const format = formats.some((known) => known in HEIF_NAMES) ? formatOfMain(bytes) : undefined;
    const name = format && HEIF_NAMES[format];
    return format && name ? { name, formats: [format] } : { name: branded, formats };
  }
  return { name: nameOf(head), formats: [] };
}

function nameOf(head: string): string {
  if (/^[\s\ufeff\xef\xbb\xbf]*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/is.test(head)) return 'an SVG drawing';
  if (/^\s*<(!doctype html|html)/i.test(head)) return 'a web page';
  if (head.length > 0 && ![...head].some((character) => BINARY.has(character.charCodeAt(0)))) return 'a text file';
  return 'an unknown kind of file';
}
