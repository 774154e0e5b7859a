import { isOutputFormat, OUTPUT_FORMATS } from '@/lib/imaging/media-types';
import { parseSize } from '@/lib/imaging/sizes';
import type { RenditionName } from '@/lib/imaging/types';
import type { ObjectHeaders, Storage } from './ports';

export const ORIGINALS = 'originals/';
export const RENDITIONS = 'renditions/';
/** Files that clients have uploaded to the store themselves, until they are used. */
export const UPLOADS = 'uploads/';

const RENDITION_PATH = new RegExp(`^${RENDITIONS}([0-9a-f]+)/([0-9a-z]+)(\\.still)?\\.([a-z]+)$`);

export const originalPath = (originalKey: string) => `${ORIGINALS}${originalKey}`;

export const renditionPath = ({ key, size, format, still }: RenditionName) =>
  `${RENDITIONS}${key}/${size}${still ? '.still' : ''}.${format}`;

/** Headers of a stored object. An original is downloaded, never shown: it may be any file that a decoder accepts. */
export function headersOf(path: string): ObjectHeaders {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return path.startsWith(RENDITIONS) && isOutputFormat(extension) ? { contentType: OUTPUT_FORMATS[extension], immutable: true } : {};
}

/** The inverse of {@link renditionPath}; null for any other path. */
export function renditionOfPath(path: string): RenditionName | null {
  const [, key = '', sizeText = '', still, extension = ''] = path.match(RENDITION_PATH) ?? [];
  const size = sizeText === 'whole' ? 'whole' : parseSize(sizeText);
  if (size === undefined || !isOutputFormat(extension)) return null;
  return { key, size, format: extension, ...(still && { still: true }) };
}

/** The key of the version or original that a stored object belongs to. */
export function keyOfPath(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Deletes all renditions of a version. They are a cache: a later request makes them again, or is redirected. */
export async function deleteRenditions(storage: Storage, key: string): Promise<void> {
  const paths: string[] = [];
  for await (const object of storage.list(`${RENDITIONS}${key}/`)) paths.push(object.key);
  await storage.delete(paths);
}
