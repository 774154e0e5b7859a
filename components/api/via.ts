const VIAS = ['camera', 'web', 'drawing'] as const;

/** Where a file came from, if not from the person's own files. */
export type Via = (typeof VIAS)[number];

/** @returns undefined for origins that only the server knows, such as another API */
export const asVia = (origin: string | null): Via | undefined => VIAS.find((via) => via === origin);

const origins = new WeakMap<File, Via>();

/** Notes where a file came from, until it is uploaded. */
export function noteVia(file: File, via: Via): File {
  origins.set(file, via);
  return file;
}

/** @returns undefined for the person's own files */
export const viaOf = (file: File): Via | undefined => origins.get(file);
