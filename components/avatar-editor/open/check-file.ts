import { FORMATS, GENERAL_FORMATS, type InputFormat } from '@/lib/imaging/media-types';
import type { UploadRules } from '../../api/rules';
import type { Messages } from '../messages';
import type { Problem } from '../state-machine';

/** Other names of types, in their standards and on some systems. */
const TYPE_ALIASES: Partial<Record<InputFormat, readonly string[]>> = { heic: ['image/heif'], jpeg: ['image/jpg'] };

const mimesOf = (format: InputFormat): string[] => [FORMATS[format].mime, ...(TYPE_ALIASES[format] ?? [])];
/** Types that systems report for unknown files. */
const UNKNOWN_TYPES = ['', 'application/octet-stream'];

/** The `accept` attribute of the file dialog: types and extensions, because no system knows all of either. */
export function acceptOf(formats: readonly InputFormat[]): string {
  return [...formats.flatMap(mimesOf), ...formats.flatMap((format) => [...FORMATS[format].extensions])].join(',');
}

/** Whether the type or the name of a file matches a format. */
function matchesFormat({ name, type }: Pick<File, 'name' | 'type'>, format: InputFormat): boolean {
  return mimesOf(format).includes(type) || FORMATS[format].extensions.some((extension) => name.toLowerCase().endsWith(extension));
}

/**
 * Checks a file before it is sent; null if it may be sent. Refuses only certain cases: Android reports no type for pictures of some apps,
 * so the server decides then.
 */
export function checkFile(
  file: Pick<File, 'name' | 'type' | 'size'>,
  { maxBytes, formats }: Pick<UploadRules, 'maxBytes' | 'formats'>,
  messages: Pick<Messages, 'noFormat' | 'tooLarge' | 'empty' | 'noHeic' | 'wrongType'>,
): Problem | null {
  const { type, size } = file;
  if (formats.length === 0) return messages.noFormat();
  if (size > maxBytes) return messages.tooLarge(size, maxBytes);
  if (size === 0) return messages.empty();
  if (!formats.includes('heic') && matchesFormat(file, 'heic')) return messages.noHeic(formats);
  const known = UNKNOWN_TYPES.includes(type) || GENERAL_FORMATS.some((format) => matchesFormat(file, format));
  return known ? null : messages.wrongType(formats);
}
