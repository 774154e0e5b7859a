import { FORMATS, GENERAL_FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import type { UploadRules } from '../api/rules';
import type { Problem } from './machine';
import { heicOff, NO_FORMAT, tooLarge, wrongType } from './words';

/** What the format's own standard and some systems call it. */
const ALSO: Partial<Record<InputFormat, readonly string[]>> = { heic: ['image/heif'], jpeg: ['image/jpg'] };

const mimesOf = (format: InputFormat): string[] => [FORMATS[format].mime, ...(ALSO[format] ?? [])];
/** What systems say that do not know. */
const VAGUE = ['', 'application/octet-stream'];

/** For the file dialog: by type and by extension, since systems know some of one and some of the other. */
export function acceptOf(formats: readonly InputFormat[]): string {
  return [...formats.flatMap(mimesOf), ...formats.flatMap((format) => [...FORMATS[format].extensions])].join(',');
}

/** Whether a file is said to be of a format, by its type or by its name. */
function claims({ name, type }: Pick<File, 'name' | 'type'>, format: InputFormat): boolean {
  return mimesOf(format).includes(type) || FORMATS[format].extensions.some((extension) => name.toLowerCase().endsWith(extension));
}

/**
 * What speaks against a file before it is sent; null: nothing. Only what the browser is sure of counts: Android gives pictures from
 * some apps no type at all, and then the server judges.
 */
export function checkFile(
  file: Pick<File, 'name' | 'type' | 'size'>,
  { maxBytes, formats }: Pick<UploadRules, 'maxBytes' | 'formats'>,
): Problem | null {
  const { type, size } = file;
  if (formats.length === 0) return { text: NO_FORMAT, next: 'choose' };
  if (size > maxBytes) return tooLarge(size, maxBytes);
  if (size === 0) return { text: 'This file is empty. Choose another one.', next: 'choose' };
  if (!formats.includes('heic') && claims(file, 'heic')) return { text: heicOff(formats), next: 'choose' };
  const known = VAGUE.includes(type) || GENERAL_FORMATS.some((format) => claims(file, format));
  return known ? null : { text: wrongType(formats), next: 'choose' };
}
