import { HEIC_BRANDS, type InputFormat } from '../media-types';
import { codecOfPrimaryItem, formatOfCodec } from './heif';

/** A file's format according to its first bytes. */
export interface DetectedFormat {
  /** For messages: "a PDF document", "an SVG drawing", "a text file", or "an unknown kind of file". */
  name: string;
  /** Supported formats that the file may have. No decoder opens a file without one. */
  formats: readonly InputFormat[];
  /** Advice to the user if the file is an unsupported image. */
  advice?: string;
}

type Signature = [name: string, offset: number, bytes: string, ...formats: InputFormat[]];

/** Signatures at offset 0 come first: libvips decides by them, regardless of later bytes. */
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
  ...HEIC_BRANDS.map((brand): Signature => ['a HEIC picture', 4, `ftyp${brand}`, 'heic']),
  // May be AVIF or HEIC; HEIC if the codec cannot be read.
  ['a HEIC picture', 4, 'ftypmif1', 'heic'],
  ['a HEIC picture', 4, 'ftypmsf1', 'heic'],
  ['a BMP picture', 0, 'BM'],
  ['an icon (ICO)', 0, '\0\0\x01\0'],
  ['a JPEG XL picture', 0, '\xff\x0a'],
  ['a JPEG XL picture', 4, 'JXL \r\n'],
  ['a Photoshop file', 0, '8BPS'],
  ['a raw photo of a camera (CR3)', 4, 'ftypcrx '],
  ['a video', 4, 'ftyp'],
  ['a video', 0, '\x1aE\xdf\xa3'],
  ['a PDF document', 0, '%PDF-'],
  ['a ZIP archive', 0, 'PK\x03\x04'],
];

const HEAD_BYTES = 512;

/** Control characters that do not occur in text: all but tab to carriage return, and escape. */
const BINARY_CODES = new Set(Array.from({ length: 0x1b }, (_, code) => code).filter((code) => code < 0x09 || code > 0x0d));

/** HEIF is a container: its codec decides the format. The major brand is unreliable, and `mif1` names no codec. */
const HEIF_NAMES: Partial<Record<InputFormat, string>> = { avif: 'an AVIF picture', heic: 'a HEIC picture' };

/** HEIF brands that are neither AVIF nor HEIC, or could be either (ISO/IEC 23008-12, section 10 and annexes). */
const HEIF_BRANDS: Partial<Record<string, string>> = {
  mif1: 'a HEIF picture',
  mif2: 'a HEIF picture',
  mif3: 'a HEIF picture in its short form (mif3)',
  msf1: 'a HEIF picture',
  miaf: 'a HEIF picture',
  '1pic': 'a HEIF picture',
  avci: 'a HEIF picture with H.264 pixels',
  avcs: 'a HEIF picture with H.264 pixels',
  vvic: 'a HEIF picture with VVC pixels',
  vvis: 'a HEIF picture with VVC pixels',
  evbi: 'a HEIF picture with EVC pixels',
  evbs: 'a HEIF picture with EVC pixels',
  j2ki: 'a HEIF picture with JPEG 2000 pixels',
  j2is: 'a HEIF picture with JPEG 2000 pixels',
  jpeg: 'a HEIF picture with JPEG pixels',
  jpgs: 'a HEIF picture with JPEG pixels',
  unci: 'a HEIF picture with uncompressed pixels',
  unif: 'a HEIF picture with uncompressed pixels',
};

/** Unsupported codecs by the type of the primary item. */
const HEIF_CODECS: Partial<Record<string, string>> = {
  avc1: 'a HEIF picture with H.264 pixels',
  vvc1: 'a HEIF picture with VVC pixels',
  evc1: 'a HEIF picture with EVC pixels',
  j2k1: 'a HEIF picture with JPEG 2000 pixels',
  jpeg: 'a HEIF picture with JPEG pixels',
  unci: 'a HEIF picture with uncompressed pixels',
};

const SAVE_AS_ANOTHER = 'Open it in an image editor, save it in one of these formats, and send that.';

/** Detects a HEIF by its codec, whatever its brand. Returns undefined if it is not a HEIF or names no codec. */
function detectHeif(bytes: Uint8Array, head: string): DetectedFormat | undefined {
  const brand = head.startsWith('ftyp', 4) ? head.slice(8, 12) : '';
  const match = SIGNATURES.find(([, offset, signature]) => head.startsWith(signature, offset));
  const isHeif = match?.slice(3).some((format) => format === 'avif' || format === 'heic');
  if (!isHeif && !HEIF_BRANDS[brand]) return undefined;
  const codec = codecOfPrimaryItem(bytes);
  const format = formatOfCodec(codec);
  const name = format && HEIF_NAMES[format];
  if (format && name) return { name, formats: [format] };
  const unsupportedName = HEIF_CODECS[codec ?? ''] ?? (isHeif ? undefined : HEIF_BRANDS[brand]);
  return unsupportedName ? { name: unsupportedName, formats: [], advice: SAVE_AS_ANOTHER } : undefined;
}

/** Detects a file's format from its bytes, before any decoder opens it. */
export function detectFormat(bytes: Uint8Array): DetectedFormat {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const heif = detectHeif(bytes, head);
  if (heif) return heif;
  const match = SIGNATURES.find(([, offset, signature]) => head.startsWith(signature, offset));
  if (!match) return { name: describeText(head), formats: [] };
  const [name, , , ...formats] = match;
  return { name, formats };
}

function describeText(head: string): string {
  if (/^[\s\ufeff\xef\xbb\xbf]*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/is.test(head)) return 'an SVG drawing';
  if (/^\s*<(!doctype html|html)/i.test(head)) return 'a web page';
  if (head.length > 0 && ![...head].some((character) => BINARY_CODES.has(character.charCodeAt(0)))) return 'a text file';
  return 'an unknown kind of file';
}
