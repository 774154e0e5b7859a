import { FORMATS } from '@/lib/avatars/limits';
import type { Problem } from './machine';
import { tooLarge, wrongType } from './words';

const MIMES: string[] = Object.values(FORMATS).map(({ mime }) => mime);
/** What systems say that do not know. */
const VAGUE = ['', 'application/octet-stream'];

const EXTENSIONS: string[] = Object.values(FORMATS).flatMap(({ extensions }) => [...extensions]);

/** For the file dialog: by type and by extension, since systems know some of one and some of the other. */
export const ACCEPT = [...MIMES, ...EXTENSIONS].join(',');

/**
 * What speaks against a file before it is sent; null: nothing. Only what the browser is sure of counts: Android gives pictures from
 * some apps no type at all, and then the server judges.
 */
export function checkFile({ name, type, size }: Pick<File, 'name' | 'type' | 'size'>, maxBytes: number): Problem | null {
  if (size > maxBytes) return tooLarge(size, maxBytes);
  if (size === 0) return { text: 'This file is empty. Choose another one.', next: 'choose' };
  const known = VAGUE.includes(type) || MIMES.includes(type) || EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension));
  return known ? null : { text: wrongType(), next: 'choose' };
}
