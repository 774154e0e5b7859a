/** Where a file came from, if not from the person's own files. */
export type Via = 'camera' | 'web' | 'drawing';

const origins = new WeakMap<File, Via>();

/** Notes where a file came from, until it is uploaded. */
export function noteVia(file: File, via: Via): File {
  origins.set(file, via);
  return file;
}

/** @returns undefined for the person's own files */
export const viaOf = (file: File): Via | undefined => origins.get(file);
